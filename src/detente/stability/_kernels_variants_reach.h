/* Who can get where: arcs of several movers, and the order in which a minimum over all that is reached is found in one pass.
 *
 * Included by _kernels_variants_body.h. Arcs are kept by their target, since a minimum is pushed back from a target to where it can be
 * reached from. States that reach one another share it; a search in depth (Tarjan 1972) numbers their classes so that whatever a class
 * leads to outside has a higher number.
 */

typedef struct {
    uint32_t *begin; /* by target, one more at the end */
    uint16_t *from;
    int64_t room;
} NAME(Arcs);

typedef struct {
    int64_t classes;
    uint16_t *of;    /* by state */
    uint32_t *begin; /* by class: the arcs into it from others */
    uint16_t *from;
    int64_t room;
} NAME(Classes);

/* The arcs into each state by those movers whose improvements are given (NULL: none); `all` takes every move instead. */
static int NAME(gather)(const Grid *grid, int focal, const uint64_t *const *improving, int all, NAME(Arcs) *arcs) {
    const int64_t states = grid->states;
    int64_t most = 0;
    for (int j = 0; j < grid->makers; j++)
        if (j != focal && !grid->movers[j].idle && (all || improving[j])) most += 64 * grid->movers[j].words;
    if (most > arcs->room) {
        free(arcs->from);
        arcs->from = malloc((size_t)most * sizeof *arcs->from);
        arcs->room = arcs->from ? most : 0;
    }
    if ((most && !arcs->from) || !arcs->begin) return -1;
    uint32_t count = 0;
    uint16_t *RESTRICT from = arcs->from;
    for (int64_t t = 0; t < states; t++) {
        arcs->begin[t] = count;
        for (int j = 0; j < grid->makers; j++) {
            const Mover *mover = &grid->movers[j];
            if (j == focal || mover->idle || (!all && !improving[j])) continue;
            const uint16_t *members = mover->members + mover->first[t];
            const int64_t size = mover->count[t];
            if (all) {
                for (int64_t m = 0; m < size; m++)
                    if (members[m] != t && leads(mover, members[m], t)) from[count++] = members[m];
                continue;
            }
            for (int64_t m = 0; m < size; m += 64) {
                const uint64_t bit = (uint64_t)mover->pair[t] + (uint64_t)m, shift = bit & 63, left = (uint64_t)(size - m);
                uint64_t word = improving[j][bit >> 6] >> shift;
                if (shift && left > 64 - shift) word |= improving[j][(bit >> 6) + 1] << (64 - shift);
                if (left < 64) word &= (UINT64_C(1) << left) - 1;
                for (; word; word &= word - 1) from[count++] = members[m + lowest_bit(word)];
            }
        }
    }
    arcs->begin[states] = count;
    return 0;
}

typedef struct {
    uint16_t *found, *stack, *path; /* states by class; not yet in a class; being looked at */
    uint32_t *seen, *low, *next;
} NAME(Search);

/* The classes of states that reach one another, and the arcs between them. */
static int NAME(condense)(int64_t states, const NAME(Arcs) *arcs, NAME(Search) *room, NAME(Classes) *classes) {
    uint32_t *RESTRICT seen = room->seen, *RESTRICT low = room->low, *RESTRICT next = room->next, clock = 0;
    uint16_t *of = classes->of;
    int64_t found = 0, waiting = 0, number = 0;
    memset(seen, 0, (size_t)states * sizeof *seen);
    for (int64_t root = 0; root < states; root++) {
        int64_t depth = 0;
        if (seen[root]) continue;
        seen[root] = low[root] = ++clock;
        next[root] = arcs->begin[root];
        room->path[depth++] = room->stack[waiting++] = (uint16_t)root;
        while (depth) {
            const uint16_t t = room->path[depth - 1];
            if (next[t] < arcs->begin[t + 1]) {
                const uint16_t s = arcs->from[next[t]++];
                if (!seen[s]) {
                    seen[s] = low[s] = ++clock;
                    next[s] = arcs->begin[s];
                    room->path[depth++] = room->stack[waiting++] = s;
                } else if (seen[s] < low[t])
                    low[t] = seen[s];
                continue;
            }
            depth--;
            if (depth && low[t] < low[room->path[depth - 1]]) low[room->path[depth - 1]] = low[t];
            if (low[t] < seen[t]) continue;
            uint16_t s;
            do {
                s = room->stack[--waiting];
                of[s] = (uint16_t)number;
                seen[s] = UINT32_MAX; /* in a class: no longer on the stack */
                room->found[found++] = s;
            } while (s != t);
            number++;
        }
    }
    classes->classes = number;
    const int64_t most = arcs->begin[states];
    if (most > classes->room) {
        free(classes->from);
        classes->from = malloc((size_t)most * sizeof *classes->from);
        classes->room = classes->from ? most : 0;
    }
    if (most && !classes->from) return -1;
    uint32_t count = 0, *listed = next;
    memset(listed, 0xFF, (size_t)number * sizeof *listed);
    for (int64_t at = 0, c = 0; c < number; c++) {
        classes->begin[c] = count;
        for (; at < states && of[room->found[at]] == c; at++) {
            const uint16_t t = room->found[at];
            for (uint32_t k = arcs->begin[t]; k < arcs->begin[t + 1]; k++) {
                const uint16_t other = of[arcs->from[k]];
                if (other == c || listed[other] == c) continue;
                listed[other] = (uint32_t)c;
                classes->from[count++] = other;
            }
        }
    }
    classes->begin[number] = count;
    return 0;
}
