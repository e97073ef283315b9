/* Truth of each option over a chunk of cells, a bit a cell. */
#ifndef DETENTE_KERNELS_COLUMNS_H
#define DETENTE_KERNELS_COLUMNS_H

#include <stdlib.h>

#include "_kernels_program.h"

/* A chunk is as many whole turns of the axes that change fastest as it has room for, so that their columns are the same in every chunk. */
typedef struct {
    int64_t step, words;  /* cells and words in a chunk */
    uint64_t named;       /* options that the program looks at */
    uint64_t *of[64];     /* by option, where it is named */
    uint64_t *spare;      /* `depth` results */
    uint64_t *all;
    int64_t *phases;      /* by axis: what its columns show: the first digit and where in its run the chunk begins, -1 for nothing yet */
} Columns;

static int columns_make(Columns *columns, const Program *program, int64_t cells) {
    int named = 0;
    memset(columns, 0, sizeof *columns);
    for (int64_t k = 0; k < program->length; k++)
        if (program->steps[k] >= 0) columns->named |= UINT64_C(1) << program->steps[k];
    for (int option = 0; option < 64; option++) named += (int)(columns->named >> option & 1);
    int64_t turn = 1;
    for (int j = 0; !program->codes && j < program->axes; j++) {
        const int64_t span = program->rows[2 * j] * program->rows[2 * j + 1];
        if (program->rows[2 * j + 1] == 1 && span > turn) turn = span; /* the fastest axis: always in one chunk */
    }
    for (int grown = 1; grown && !program->codes;) {
        grown = 0;
        for (int j = 0; j < program->axes; j++) {
            const int64_t span = program->rows[2 * j] * program->rows[2 * j + 1];
            if (span > turn && span <= CHUNK && span % turn == 0) turn = span, grown = 1;
        }
    }
    columns->step = turn >= CHUNK ? turn : CHUNK / turn * turn;
    if (columns->step > cells) columns->step = cells;
    columns->words = (columns->step + 63) / 64;
    columns->all = calloc((size_t)(named + program->depth + 1) * (size_t)columns->words, sizeof *columns->all);
    columns->phases = malloc((size_t)(program->axes + 1) * sizeof *columns->phases);
    if (!columns->all || !columns->phases) return -1;
    uint64_t *at = columns->all;
    for (int option = 0; option < 64; option++)
        if (columns->named >> option & 1) {
            columns->of[option] = at;
            if (program->fixed >> option & 1) memset(at, 0xFF, (size_t)columns->words * sizeof *at);
            at += columns->words;
        }
    columns->spare = at;
    for (int j = 0; j < program->axes; j++) columns->phases[j] = -1;
    return 0;
}

static void columns_free(Columns *columns) {
    free(columns->all);
    free(columns->phases);
}

/* Set the bits from `at` up to `stop`. */
static inline void set_bits(uint64_t *column, int64_t at, int64_t stop) {
    while (at < stop) {
        const int64_t end = (at | 63) + 1 < stop ? (at | 63) + 1 : stop;
        column[at >> 6] |= (end - at == 64 ? UINT64_MAX : ((UINT64_C(1) << (end - at)) - 1) << (at & 63));
        at = end;
    }
}

static inline void columns_fill(Columns *columns, const Program *program, int64_t from, int64_t width) {
    if (program->codes) {
        for (int option = 0; option < 64; option++)
            for (int64_t w = 0; columns->named >> option & 1 && w < width; w += 64) {
                const uint64_t *codes = program->codes + from + w;
                const int64_t stop = width - w < 64 ? width - w : 64;
                uint64_t word = 0;
                for (int64_t b = 0; b < stop; b++) word |= (codes[b] >> option & 1) << b;
                columns->of[option][w >> 6] = word;
            }
        return;
    }
    const uint64_t *table = program->tables;
    for (int j = 0; j < program->axes; table += program->rows[2 * j++]) {
        const int64_t size = program->rows[2 * j], stride = program->rows[2 * j + 1], first = from / stride % size;
        const int whole = stride - from % stride >= width; /* one strategy all over the chunk */
        const int64_t phase = whole ? first : size + from % (size * stride);
        uint64_t mine = 0;
        if (columns->phases[j] == phase) continue;
        columns->phases[j] = phase;
        for (int64_t digit = 0; digit < size; digit++) mine |= table[digit];
        for (int option = 0; option < 64; option++) {
            if (!(mine & columns->named & UINT64_C(1) << option)) continue;
            uint64_t *column = columns->of[option];
            memset(column, whole && table[first] >> option & 1 ? 0xFF : 0, (size_t)columns->words * sizeof *column);
            if (whole) continue;
            int64_t digit = first, run = stride - from % stride;
            for (int64_t at = 0; at < width; at += run, run = stride, digit = digit + 1 < size ? digit + 1 : 0)
                if (table[digit] >> option & 1) set_bits(column, at, at + run < width ? at + run : width);
        }
    }
}

#endif
