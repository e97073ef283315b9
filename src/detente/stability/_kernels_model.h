/* A conflict as the engine sees it: a grid with one axis a decision maker, and what is known of each cell.
 *
 * A cell is one strategy of each decision maker; its number is the sum of strategy times stride. What nobody can move may add a further
 * factor to the number of cells that belongs to no axis. A *block* of an axis is the set of cells that differ in that axis only.
 */
#ifndef DETENTE_KERNELS_MODEL_H
#define DETENTE_KERNELS_MODEL_H

#ifdef __linux__
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif
#include <sys/mman.h>
#endif
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define STRIP 2048         /* blocks whose values are kept at hand while their strategies are gone through in the order of memory */
#define GROUPED 64         /* of them while what is certain in each is kept in registers */
#define KEPT (1 << 13)     /* ranks of a part that are kept in the first cache until it is judged */
#define SAMPLED 16         /* one part in so many is looked at beforehand */
#define BEYOND 2048        /* ranks between the one being read and the one asked for */
#define FAR (1 << 22)      /* bytes of flags from which on they are written past the caches */
#define PART (1 << 19)     /* bytes of labels that a group may span: they should stay in a cache of the second level */
#define LOCAL 1           /* how often a group moves within a part of memory before the next one is looked at */
#define BUSY 2            /* sweeps in which almost everything changes, and nobody keeps a record of what does */
#define LINE 64            /* bytes that caches hold together */
#define TILE 64            /* blocks treated side by side, so that the innermost loops run over neighbours in memory */
#define TIED_BELOW 0x8000u /* in an order: this strategy is strictly worse than the one before it (the highest bit) */
#define STRATEGY 0x7FFFu

#ifdef __GNUC__
#define RESTRICT __restrict__
#define APART __attribute__((noinline)) /* has the registers to itself */
#define AHEAD(at) __builtin_prefetch(at, 1)
#define SOON(at) __builtin_prefetch(at, 0, 2)
#else
#define RESTRICT
#define APART
#define AHEAD(at) (void)(at)
#define SOON(at) (void)(at)
#endif

enum { NASH = 1, GMR = 2, SMR = 4, SEQ = 8, SSEQ = 16 };

/* Divisions by what stays the same are multiplications (Lemire, Kaser & Kurz 2019): exact for 32 bits. */
static inline uint64_t to_divide_by(int64_t divisor) { return UINT64_MAX / (uint64_t)divisor + 1; /* 0 for 1 */ }

static inline uint32_t divided(uint32_t number, uint64_t by, int64_t divisor) {
#ifdef __SIZEOF_INT128__
    (void)divisor;
    return by ? (uint32_t)((__extension__ (unsigned __int128)by * number) >> 64) : number;
#else
    (void)by;
    return number / (uint32_t)divisor;
#endif
}

typedef struct {
    int64_t size;           /* strategies */
    int64_t stride;         /* cells from one strategy to the next */
    int bits;               /* one-way options; 0: every strategy leads to every other */
    const uint16_t *taken;  /* for each strategy which one-way options have been used; it leads to those that have used as many or more */
    uint64_t by_stride, by_span; /* to divide by them */
} Axis;

typedef struct {
    int makers;
    int64_t cells;
    int full;               /* every cell is feasible */
    const void *ranks;      /* makers rows of cells; larger is better, 0 where infeasible */
    const uint8_t *feasible;
    const Axis *axes;
    uint8_t *flags;         /* makers rows of cells, one bit a concept; meaningless where infeasible */
    int wanted;
    int rounds;             /* sweeps before the search takes over */
    int swept;              /* out: rounds needed */
    int searched;           /* out: lanes that the search finished */
    const uint8_t *changed; /* for each decision maker whether its ranks differ from those behind `known`; NULL: all do */
    const uint8_t *known;   /* flags of a model with the same moves */
    int closed;             /* out: decision makers for whom GMR and SMR needed no iteration */
} Model;

/* Neighbouring blocks: `across` of them along the cells below the axis, times `along` repetitions above it. */
typedef struct {
    int64_t base, along, across, width;
    int64_t above, below;
} Tile;

/* One decision maker's orders of its strategies, best first. Blocks in which the order is the same share one. */
typedef struct {
    uint16_t *entries; /* size of them an order: strategies, with TIED_BELOW */
    uint16_t *listed;  /* of each order: how many of its strategies are feasible, and so in it; 0 if none is better than another */
    uint32_t *which;   /* of each block: its order */
    uint32_t count;
} Orders;

/* Where labels lie: in the order of cells, with a gap of `gap` places before each multiple of each of `every`.
 *
 * Without gaps the strategies of somebody whose strategies are a power of two apart would contend for the same few lines of the caches.
 */
typedef struct {
    int breaks;
    int64_t gap, every[256]; /* ascending, each a multiple of those before */
    uint64_t by[256];        /* to divide by them */
} Layout;

static inline int64_t place_of(const Layout *layout, int64_t cell) {
    int64_t place = cell;
    for (int k = 0; k < layout->breaks; k++) place += (int64_t)divided((uint32_t)cell, layout->by[k], layout->every[k]) * layout->gap;
    return place;
}

/* How far apart in labels cells are that are `cells` apart: a stride, or what an axis spans. */
static inline int64_t spread_of(const Layout *layout, int64_t cells) { return place_of(layout, cells); }

/* Decision makers whose axes are neighbours: `count` movers from `first` on. What they span begins anew every `span` cells; within that, cells
 * that differ by less than `below` differ in nothing that they move. `width` of those are treated together. */
typedef struct {
    int first, count;
    int64_t below, span, width;
} Group;

/* One part of memory in which a group moves. */
typedef struct {
    int64_t span, below, width;
    int64_t cell, place;
} Part;

/* Room for a value or more a cell. Where there is much of it, large pages spare the processor most of its looking up of addresses. */
static inline void *roomy(size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    const size_t page = (size_t)1 << 21;
    if (bytes >= 2 * page) {
        void *found = aligned_alloc(page, (bytes + page - 1) / page * page);
        if (found) madvise(found, bytes, MADV_HUGEPAGE);
        return found;
    }
#endif
    return malloc(bytes);
}

static inline int idle(const Axis *axis) { return axis->size == 1; }

static inline void tile_start(Tile *tile) {
    tile->above = tile->below = 0;
    tile->width = 0;
}

/* The next tile of an axis, or 0. */
static inline int tile_next(Tile *tile, const Axis *axis, int64_t cells) {
    const int64_t span = axis->size * axis->stride, repeats = cells / span;
    if (tile->width) {
        if (axis->stride >= TILE) {
            tile->below += tile->across;
            if (tile->below == axis->stride) tile->below = 0, tile->above++;
        } else
            tile->above += tile->along;
    }
    if (tile->above >= repeats) return 0;
    if (axis->stride >= TILE) {
        tile->along = 1;
        tile->across = axis->stride - tile->below < TILE ? axis->stride - tile->below : TILE;
    } else {
        const int64_t fit = TILE / axis->stride;
        tile->along = repeats - tile->above < fit ? repeats - tile->above : fit;
        tile->across = axis->stride;
    }
    tile->base = tile->above * span + tile->below;
    tile->width = tile->along * tile->across;
    return 1;
}

/* The number of a tile's first block; its other blocks follow without a gap. */
static inline int64_t tile_block(const Tile *tile, const Axis *axis) { return tile->above * axis->stride + tile->below; }

static inline const uint8_t *byte_row(const uint8_t *from, const Tile *tile, const Axis *axis, int64_t strategy, uint8_t *room) {
    const int64_t span = axis->size * axis->stride;
    const uint8_t *at = from + tile->base + strategy * axis->stride;
    if (tile->along == 1) return at;
    for (int64_t a = 0; a < tile->along; a++)
        for (int64_t b = 0; b < tile->across; b++) room[a * tile->across + b] = at[a * span + b];
    return room;
}

/* Add (or, with fresh, set) one bit a cell in a row of flags. */
static inline void flag_row(uint8_t *flags, const Tile *tile, const Axis *axis, int64_t strategy, const uint8_t *values, int fresh) {
    const int64_t span = axis->size * axis->stride;
    uint8_t *at = flags + tile->base + strategy * axis->stride;
    for (int64_t a = 0; a < tile->along; a++)
        for (int64_t b = 0; b < tile->across; b++) {
            const uint8_t value = values[a * tile->across + b];
            at[a * span + b] = fresh ? value : (uint8_t)(at[a * span + b] | value);
        }
}

/* Neighbouring blocks in the order of memory: strategy x of block `block + w` is cell `cell + x * stride + w`; where the stride is 1, whole
 * blocks one after the other. */
typedef struct {
    int64_t above, below, width;
    int64_t block, cell;
    int64_t most; /* how many blocks at once */
} Strip;

static inline void strip_start(Strip *strip, int64_t most) { *strip = (Strip){0, 0, 0, 0, 0, most}; }

/* As many at once as there is room for. */
static inline int64_t strip_most(const Axis *axis) {
    const int64_t wide = STRIP * 64 / axis->size;
    return axis->stride > 1 ? STRIP : wide ? wide : 1;
}

/* The next strip of an axis, or 0. */
static inline int strip_next(Strip *strip, const Axis *axis, int64_t cells) {
    const int64_t span = axis->size * axis->stride;
    if (axis->stride == 1) {
        strip->block += strip->width;
        strip->cell = strip->block * axis->size;
        strip->width = cells / axis->size - strip->block;
        if (strip->width > strip->most) strip->width = strip->most;
        return strip->width > 0;
    }
    strip->below += strip->width;
    if (strip->width && strip->below >= axis->stride) strip->below = 0, strip->above++;
    strip->cell = strip->above * span + strip->below;
    if (strip->cell >= cells) return 0;
    strip->width = axis->stride - strip->below < strip->most ? axis->stride - strip->below : strip->most;
    strip->block = strip->above * axis->stride + strip->below;
    return 1;
}

/* The block of an axis that a cell is in. */
static inline int64_t block_of(const Axis *axis, int64_t cell) {
    const uint32_t stride = (uint32_t)axis->stride, row = divided((uint32_t)cell, axis->by_stride, axis->stride);
    const uint32_t above = divided((uint32_t)cell, axis->by_span, axis->size * axis->stride);
    return (int64_t)above * stride + ((uint32_t)cell - row * stride);
}

/* How many of the bytes, 0 or 1 each, are 1; each is entered in `some`. */
static inline uint32_t bytes_set(const uint8_t *row, uint8_t *some, int64_t width) {
    uint32_t count = 0;
    int64_t w = 0;
    for (; w + 8 <= width; w += 8) {
        uint64_t here, there;
        memcpy(&here, row + w, sizeof here);
        memcpy(&there, some + w, sizeof there);
        count += (uint32_t)(here * UINT64_C(0x0101010101010101) >> 56);
        there |= here;
        memcpy(some + w, &there, sizeof there);
    }
    for (; w < width; w++) some[w] |= row[w], count += row[w];
    return count;
}

/* Whether the decision maker has a strategy that is feasible against everything against which any of its strategies is.
 *
 * That is a strategy with as many feasible cells as there are blocks with any.
 */
static inline int has_bottom(const Model *model, const Axis *axis) {
    if (idle(axis) || model->full) return 1;
    if (axis->bits) return 0;
    const int64_t size = axis->size;
    uint32_t *counts = calloc((size_t)size, sizeof *counts), blocks = 0;
    uint8_t some[STRIP], *few = calloc((size_t)size, sizeof *few);
    Strip strip;
    for (strip_start(&strip, strip_most(axis)); counts && few && strip_next(&strip, axis, model->cells);) {
        const uint8_t *row = model->feasible + strip.cell;
        if (axis->stride == 1)
            for (int64_t b = 0; b < strip.width; b += 255) { /* as many as a byte can count */
                const uint8_t *stop = row + (strip.width - b < 255 ? strip.width - b : 255) * size;
                for (; row < stop; row += size) {
                    uint8_t any = 0;
                    for (int64_t x = 0; x < size; x++) any |= row[x], few[x] = (uint8_t)(few[x] + row[x]);
                    blocks += any;
                }
                for (int64_t x = 0; x < size; x++) counts[x] += few[x], few[x] = 0;
            }
        else {
            memset(some, 0, (size_t)strip.width);
            for (int64_t x = 0; x < size; x++, row += axis->stride) counts[x] += bytes_set(row, some, strip.width);
            for (int64_t w = 0; w < strip.width; w++) blocks += some[w];
        }
    }
    int found = 0;
    for (int64_t x = 0; counts && few && x < size; x++) found |= counts[x] == blocks;
    free(few);
    free(counts);
    return found;
}

/* Whether what the others reach from anywhere is everything feasible with the decision maker's own strategy. */
static inline int everything_reached(const Model *model, const uint8_t *bottoms, int maker) {
    int64_t product = 1;
    for (int j = 0; j < model->makers; j++) product *= model->axes[j].size;
    if (product != model->cells) return 0; /* something nobody can move */
    for (int j = 0; j < model->makers; j++)
        if (j != maker && !idle(&model->axes[j]) && (model->axes[j].bits || !bottoms[j])) return 0;
    return 1;
}

#endif
