/* All variants for one instruction set: included by _kernels_variants.c with NAME(x), x with a suffix. */

#include "_kernels_variants_orders.h"
#include "_kernels_variants_reach.h"
#include "_kernels_variants_lanes.h"
#include "_kernels_variants_bits.h"

typedef struct {
    NAME(Arcs) arcs;
    NAME(Search) search;
    NAME(Classes) classes;
    NAME(Board) board;
    NAME(Marks) marks;
    const uint64_t **improving;
} NAME(Desk);

/* What a desk holds from the beginning, and how much of each. */
#define HELD(ROOM) \
    ROOM(arcs.begin, states + 1) ROOM(search.found, states) ROOM(search.stack, states) ROOM(search.path, states) ROOM(search.seen, states) \
    ROOM(search.low, states) ROOM(search.next, states) ROOM(classes.of, states) ROOM(classes.begin, states + 1) ROOM(board.ranks, states) \
    ROOM(board.best, states) ROOM(board.least, states) ROOM(board.least_best, states) ROOM(board.bits, 3 * states) \
    ROOM(marks.fixed.begin, states + 1) ROOM(marks.pairs, pairs) ROOM(marks.marked, states) ROOM(marks.pending, states) \
    ROOM(marks.answers, states) ROOM(marks.queue, ring) ROOM(marks.order, states) ROOM(marks.order_best, states) ROOM(marks.best, states) \
    ROOM(marks.queued, states) ROOM(marks.tally, 2 * states + 4) ROOM(marks.begin, states + 1) ROOM(marks.from, pairs + 1) \
    ROOM(marks.ways, pairs + 1) ROOM(improving, (size_t)grid->makers)

static void NAME(clear_desk)(NAME(Desk) *desk) {
#define CLEAR(place, count) free((void *)desk->place);
    HELD(CLEAR)
#undef CLEAR
    free(desk->arcs.from);
    free(desk->classes.from);
    free(desk->marks.fixed.from);
}

static int NAME(set_desk)(const Grid *grid, NAME(Desk) *desk) {
    const size_t states = (size_t)grid->states;
    size_t pairs = 0, ring = 2;
    while (ring < states + 1) ring *= 2;
    for (int j = 0; j < grid->makers; j++) pairs += 64 * (size_t)grid->movers[j].words;
    int lacking = 0;
#define SET(place, count) lacking |= !(desk->place = calloc((count), sizeof *desk->place));
    HELD(SET)
#undef SET
    desk->marks.mask = (uint32_t)ring - 1;
    return lacking ? -1 : 0;
}
#undef HELD

/* Nash, GMR and SMR of each version in `rows`, which come decision maker by decision maker. */
static int NAME(moves)(const Grid *grid, NAME(Desk) *desk, const uint64_t *ranks, const int32_t *makers, const int32_t *rows, int64_t count, uint64_t *known) {
    uint64_t *out[64];
    for (int64_t from = 0, to; from < count; from = to) {
        const int focal = makers[rows[from]];
        for (to = from; to < count && makers[rows[to]] == focal; to++) {}
        if (NAME(gather)(grid, focal, desk->improving, 1, &desk->arcs) < 0) return -1;
        if (NAME(condense)(grid->states, &desk->arcs, &desk->search, &desk->classes) < 0) return -1;
        for (int64_t at = from; at < to; at += 64) {
            const int64_t some = to - at < 64 ? to - at : 64;
            for (int64_t k = 0; k < some; k++) out[k] = known + 3 * grid->row * rows[at + k];
            NAME(side_by_side)(grid, focal, ranks, rows + at, some, &desk->classes, 1, &desk->board, out);
        }
    }
    return 0;
}

/* SEQ and SSEQ of tasks `from` to `to`, all with the same movers. */
static int NAME(credible)(
    const Grid *grid, NAME(Desk) *desk, int focal, const uint64_t *ranks, const uint64_t *arcs, const int32_t *tasks, int64_t count,
    uint64_t *found
) {
    uint64_t *out[64];
    int32_t rows[64];
    for (int j = 0; j < grid->makers; j++) desk->improving[j] = j == focal ? NULL : arcs + tasks[j] * grid->words;
    if (NAME(gather)(grid, focal, desk->improving, 0, &desk->arcs) < 0) return -1;
    if (NAME(condense)(grid->states, &desk->arcs, &desk->search, &desk->classes) < 0) return -1;
    for (int64_t at = 0; at < count; at += 64) {
        const int64_t some = count - at < 64 ? count - at : 64;
        for (int64_t k = 0; k < some; k++) {
            rows[k] = tasks[(at + k) * grid->makers + focal];
            out[k] = found + 2 * grid->row * (at + k);
        }
        NAME(side_by_side)(grid, focal, ranks, rows, some, &desk->classes, 0, &desk->board, out);
    }
    return 0;
}

/* The jobs: four numbers each, how (0: a ranking a lane, 1: a variant a bit), focal decision maker, first task, one after the last. */
static int NAME(solve)(const Grid *grid, const Work *work) {
    NAME(Desk) desk;
    memset(&desk, 0, sizeof desk);
    int failed = NAME(set_desk)(grid, &desk) < 0;
    if (!failed) failed = NAME(moves)(grid, &desk, work->ranks, work->makers, work->focals, work->focal_count, work->known) < 0;
    for (int64_t job = 0; !failed && job < work->job_count; job++) {
        const int32_t *said = work->jobs + 4 * job;
        const int focal = said[1];
        for (int64_t from = said[2], to; !failed && from < said[3]; from = to) {
            const int32_t *tasks = work->tasks + from * grid->makers;
            uint64_t *found = work->found + 2 * grid->row * from, *out[64 * WORDS];
            to = said[0] && said[3] - from > 64 * WORDS ? from + 64 * WORDS : said[3];
            if (!said[0]) {
                failed = NAME(credible)(grid, &desk, focal, work->ranks, work->arcs, tasks, to - from, found) < 0;
                continue;
            }
            for (int64_t k = 0; k < to - from; k++) out[k] = found + 2 * grid->row * k;
            failed = NAME(bit_by_bit)(
                grid, focal, work->ranks, work->arcs, tasks, to - from, work->known, work->wanted, &desk.marks, desk.improving, out
            ) < 0;
        }
    }
    NAME(clear_desk)(&desk);
    return failed ? -1 : 0;
}
