/* What all variants of a conflict share: feasible states, and each mover's blocks of them.
 *
 * A state is the number of a feasible cell among the feasible ones. A *pair* of a mover is a state t and a state s of the same block, t slow
 * and s fast: the bit of a pair says something about the move from s to t. Orders of the mover that agree on every pair are the same to
 * everybody else.
 */
#ifndef DETENTE_KERNELS_VARIANTS_GRID_H
#define DETENTE_KERNELS_VARIANTS_GRID_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GNUC__
#define RESTRICT __restrict__
#define LIKELY(x) __builtin_expect(!!(x), 1)
static inline int lowest_bit(uint64_t word) { return __builtin_ctzll(word); }
static inline int count_bits(uint64_t word) { return __builtin_popcountll(word); }
#else
#define RESTRICT
#define LIKELY(x) (x)
static inline int count_bits(uint64_t word) {
    int found = 0;
    for (; word; word &= word - 1) found++;
    return found;
}
static inline int lowest_bit(uint64_t word) { return count_bits((word & (0 - word)) - 1); }
#endif

typedef struct {
    int bits;           /* one-way options; 0: every strategy leads to every other */
    int idle;           /* no block has two states */
    int64_t blocks;     /* with at least one state */
    uint32_t *begin;    /* by block: its first place in `members`; one more at the end */
    uint16_t *members;  /* states, block by block */
    uint32_t *first;    /* by state: its block's first place in `members` */
    uint16_t *count;    /* by state: its block's size */
    uint16_t *used;     /* by state: the one-way options that were used */
    uint32_t *pair;     /* by state: the first of the pairs whose t it is */
    int64_t words;      /* of 64 pairs */
} Mover;

typedef struct {
    int makers;
    int64_t states, row; /* row: words of 64 states */
    int64_t words;       /* of the mover that has most */
    Mover *movers;
} Grid;

static inline int leads(const Mover *mover, int64_t s, int64_t t) { return !(mover->used[s] & ~mover->used[t]); }

static void forget_grid(Grid *grid) {
    for (int j = 0; grid->movers && j < grid->makers; j++) {
        Mover *mover = &grid->movers[j];
        free(mover->begin);
        free(mover->members);
        free(mover->first);
        free(mover->count);
        free(mover->used);
        free(mover->pair);
    }
    free(grid->movers);
    grid->movers = NULL;
}

/* One mover's blocks of the states in `cells`, cells of a grid of `total`. Returns 0, or -1 without memory. */
static int place_mover(Mover *mover, const uint32_t *cells, int64_t states, int64_t total, const int64_t *row, const uint16_t *taken) {
    const int64_t size = row[0], stride = row[1], numbers = total / size;
    uint32_t *at = calloc((size_t)numbers + 1, sizeof *at);
    mover->bits = (int)row[2];
    mover->begin = malloc(((size_t)numbers + 1) * sizeof *mover->begin);
    mover->members = malloc((size_t)states * sizeof *mover->members);
    mover->first = malloc((size_t)states * sizeof *mover->first);
    mover->count = malloc((size_t)states * sizeof *mover->count);
    mover->used = malloc((size_t)states * sizeof *mover->used);
    mover->pair = malloc((size_t)states * sizeof *mover->pair);
    if (!at || !mover->begin || !mover->members || !mover->first || !mover->count || !mover->used || !mover->pair) {
        free(at);
        return -1;
    }
    for (int64_t s = 0; s < states; s++) {
        const int64_t cell = cells[s], block = cell / (size * stride) * stride + cell % stride;
        mover->used[s] = mover->bits ? taken[cell / stride % size] : 0;
        mover->first[s] = (uint32_t)block;
        at[block + 1]++;
    }
    mover->blocks = 0;
    mover->idle = 1;
    for (int64_t b = 0; b < numbers; b++) {
        if (at[b + 1]) mover->begin[mover->blocks++] = at[b];
        if (at[b + 1] > 1) mover->idle = 0;
        at[b + 1] += at[b];
    }
    mover->begin[mover->blocks] = (uint32_t)states;
    for (int64_t s = 0; s < states; s++) mover->members[at[mover->first[s]]++] = (uint16_t)s;
    uint32_t pairs = 0;
    for (int64_t b = 0; b < mover->blocks; b++) {
        const uint32_t from = mover->begin[b], to = mover->begin[b + 1];
        for (uint32_t m = from; m < to; m++) {
            mover->first[mover->members[m]] = from;
            mover->count[mover->members[m]] = (uint16_t)(to - from);
            mover->pair[mover->members[m]] = pairs;
            pairs += to - from;
        }
    }
    mover->words = (pairs + 63) / 64;
    free(at);
    return 0;
}

static int place_grid(
    Grid *grid, int makers, const uint32_t *cells, int64_t states, int64_t total, const int64_t *rows, const uint16_t *taken
) {
    *grid = (Grid){makers, states, (states + 63) / 64, 0, calloc((size_t)makers, sizeof(Mover))};
    if (!grid->movers) return -1;
    for (int j = 0; j < makers; j++) {
        if (place_mover(&grid->movers[j], cells, states, total, rows + 3 * j, taken) < 0) return -1;
        if (grid->movers[j].words > grid->words) grid->words = grid->movers[j].words;
        taken += rows[3 * j];
    }
    return 0;
}

/* Bit a of word b to bit b of word a. */
static inline void transpose(uint64_t *RESTRICT word) {
    uint64_t mask = UINT64_C(0x00000000FFFFFFFF);
    for (int j = 32; j; j >>= 1, mask ^= mask << j)
        for (int from = 0; from < 64; from += 2 * j)
            for (int k = from; k < from + j; k++) {
                const uint64_t swap = (word[k] >> j ^ word[k + j]) & mask;
                word[k] ^= swap << j;
                word[k + j] ^= swap;
            }
}

#endif
