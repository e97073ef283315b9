/* Scores of cells by option prioritization: a bit a statement, the most important one highest. Included by _kernels_body.h.
 *
 * A program is a list of numbers: an option to be looked at (0 to 63), a connective that takes its arguments off a stack, the end of a rule
 * (what was computed must not be), of a statement, or of a decision maker's statements. It runs over a chunk of cells at a time, a byte a
 * cell and truth value.
 */

static void NAME(score_chunk)(const Program *program, const uint64_t *codes, int64_t width, uint8_t *truths, RANK *out, int64_t cells, uint8_t *feasible) {
    uint8_t *top = truths; /* one past the highest truth value on the stack */
    uint8_t possible[CHUNK];
    memset(possible, 1, sizeof possible);
    RANK score[CHUNK];
    memset(score, 0, sizeof score);
    for (int64_t k = 0; k < program->length; k++) {
        const int32_t step = program->steps[k];
        uint8_t *RESTRICT one = top - 2 * CHUNK, *RESTRICT two = top - CHUNK;
        if (step >= 0) {
            for (int64_t w = 0; w < width; w++) top[w] = (uint8_t)(codes[w] >> step & 1);
            top += CHUNK;
            continue;
        }
        switch (step) {
        case NEGATION:
            for (int64_t w = 0; w < CHUNK; w++) two[w] ^= 1;
            break;
        case CONJUNCTION:
            for (int64_t w = 0; w < CHUNK; w++) one[w] &= two[w];
            top = two;
            break;
        case DISJUNCTION:
            for (int64_t w = 0; w < CHUNK; w++) one[w] |= two[w];
            top = two;
            break;
        case DIFFERENCE:
            for (int64_t w = 0; w < CHUNK; w++) one[w] ^= two[w];
            top = two;
            break;
        case RULE:
            for (int64_t w = 0; w < CHUNK; w++) possible[w] &= two[w] ^ 1;
            top = two;
            break;
        case STATEMENT:
            for (int64_t w = 0; w < CHUNK; w++) score[w] = (RANK)(score[w] << 1 | two[w]);
            top = two;
            break;
        default: /* MAKER */
            if (feasible)
                for (int64_t w = 0; w < CHUNK; w++) score[w] &= (RANK)(0 - (RANK)possible[w]);
            memcpy(out, score, (size_t)width * sizeof *score);
            out += cells;
            memset(score, 0, sizeof score);
        }
    }
    if (feasible) memcpy(feasible, possible, (size_t)width);
}

static int NAME(score)(const Program *program, int64_t cells, RANK *out, uint8_t *feasible) {
    uint8_t *truths = calloc((size_t)program->depth + 3, CHUNK); /* two below the stack, so that looking at its top needs no question */
    uint64_t *room = malloc(CHUNK * sizeof *room);
    const int failed = !truths || !room;
    for (int64_t from = 0; !failed && from < cells; from += CHUNK) {
        const int64_t width = cells - from < CHUNK ? cells - from : CHUNK;
        const uint64_t *codes = program->codes ? program->codes + from : room;
        if (!program->codes) spell(program, from, width, room);
        NAME(score_chunk)(program, codes, width, truths + 2 * CHUNK, out + from, cells, feasible ? feasible + from : NULL);
    }
    free(truths);
    free(room);
    return failed ? -1 : 0;
}
