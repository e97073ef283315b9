/* Scores of cells by option prioritization: a bit a statement, the most important one highest. Included by _kernels_body.h.
 *
 * A program is a list of numbers: an option to be looked at (0 to 63), a connective that takes its arguments off a stack, the end of a rule
 * (what was computed must not be), of a statement, or of a decision maker's statements. It runs over a chunk of cells at a time, a byte a
 * cell and truth value.
 */

#define EACH(expression) \
    do { \
        uint8_t *to = spare + height * CHUNK; /* may be one of the arguments: each value depends on those of its own place only */ \
        INDEPENDENT \
        for (int64_t w = 0; w < CHUNK; w++) to[w] = (uint8_t)(expression); \
        stack[height++] = to; \
    } while (0)

static void NAME(score_chunk)(
    const Program *program, const uint8_t *columns, uint8_t *spare, const uint8_t **stack, int64_t width, RANK *out, int64_t cells,
    uint8_t *feasible
) {
    int height = 0;
    uint8_t possible[CHUNK];
    RANK score[CHUNK];
    memset(possible, 1, sizeof possible);
    memset(score, 0, sizeof score);
    for (int64_t k = 0; k < program->length; k++) {
        const int32_t step = program->steps[k];
        if (step >= 0) {
            stack[height++] = columns + step * CHUNK;
            continue;
        }
        if (step == MAKER) {
            if (feasible)
                for (int64_t w = 0; w < CHUNK; w++) score[w] &= (RANK)(0 - (RANK)possible[w]);
            memcpy(out, score, (size_t)width * sizeof *score);
            memset(score, 0, sizeof score);
            out += cells;
            continue;
        }
        const uint8_t *two = stack[--height];
        if (step == RULE)
            for (int64_t w = 0; w < CHUNK; w++) possible[w] &= two[w] ^ 1;
        else if (step == STATEMENT)
            for (int64_t w = 0; w < CHUNK; w++) score[w] = (RANK)(score[w] << 1 | two[w]);
        else if (step == NEGATION)
            EACH(two[w] ^ 1);
        else {
            const uint8_t *one = stack[--height];
            if (step == CONJUNCTION) EACH(one[w] & two[w]);
            else if (step == DISJUNCTION) EACH(one[w] | two[w]);
            else EACH(one[w] ^ two[w]);
        }
    }
    if (feasible) memcpy(feasible, possible, (size_t)width);
}
#undef EACH

static int NAME(score)(const Program *program, int64_t cells, RANK *out, uint8_t *feasible) {
    uint8_t *columns = calloc(64 + (size_t)program->depth, CHUNK); /* each option's, and the results' on the stack */
    const uint8_t **stack = calloc((size_t)program->depth + 1, sizeof *stack);
    uint64_t *room = calloc(CHUNK, sizeof *room), named = 0;
    const int failed = !columns || !stack || !room;
    for (int64_t k = 0; k < program->length; k++)
        if (program->steps[k] >= 0) named |= UINT64_C(1) << program->steps[k];
    for (int64_t from = 0; !failed && from < cells; from += CHUNK) {
        const int64_t width = cells - from < CHUNK ? cells - from : CHUNK;
        const uint64_t *codes = program->codes ? program->codes + from : room;
        if (!program->codes) spell(program, from, width, room);
        for (int option = 0; option < 64; option++) {
            uint8_t *RESTRICT column = columns + option * CHUNK;
            if (named >> option & 1)
                for (int64_t w = 0; w < width; w++) column[w] = (uint8_t)(codes[w] >> option & 1);
        }
        NAME(score_chunk)(program, columns, columns + 64 * CHUNK, stack, width, out + from, cells, feasible ? feasible + from : NULL);
    }
    free(room);
    free(stack);
    free(columns);
    return failed ? -1 : 0;
}
