/* Scores of cells by option prioritization: a bit a statement, the most important one highest. Included by _kernels_body.h.
 *
 * A program is a list of numbers: an option to be looked at (0 to 63), a connective that takes its arguments off a stack, the end of a rule
 * (what was computed must not be), of a statement, or of a decision maker's statements. It runs over a chunk of cells at a time, a bit a
 * cell and truth value, 64 to a word; a decision maker's statements are then put together cell by cell.
 */

/* Ranks of `width` cells: the sum of the values of those planes whose bit is set. */
static void NAME(put_together)(uint64_t *const *planes, const RANK *values, int count, RANK base, int64_t width, RANK *out) {
#if defined(AVX2) && BYTES == 2
    const __m256i lanes = _mm256_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, (short)0x8000);
    for (int64_t from = 0; from < width; from += 32) {
        __m256i one = _mm256_set1_epi16((short)base), two = one;
        for (int p = 0; p < count; p++) {
            const uint16_t *bits = (const uint16_t *)planes[p] + from / 16;
            const __m256i value = _mm256_set1_epi16((short)values[p]);
            const __m256i first = _mm256_and_si256(_mm256_set1_epi16((short)bits[0]), lanes);
            const __m256i second = _mm256_and_si256(_mm256_set1_epi16((short)bits[1]), lanes);
            one = _mm256_or_si256(one, _mm256_and_si256(_mm256_cmpeq_epi16(first, lanes), value));
            two = _mm256_or_si256(two, _mm256_and_si256(_mm256_cmpeq_epi16(second, lanes), value));
        }
        if (width - from >= 32) {
            _mm256_storeu_si256((__m256i *)(out + from), one);
            _mm256_storeu_si256((__m256i *)(out + from + 16), two);
        } else {
            RANK last[32];
            _mm256_storeu_si256((__m256i *)last, one);
            _mm256_storeu_si256((__m256i *)(last + 16), two);
            memcpy(out + from, last, (size_t)(width - from) * sizeof *out);
        }
    }
#else
    for (int64_t w = 0; w < width; w++) out[w] = base;
    for (int p = 0; p < count; p++)
        for (int64_t from = 0; from < width; from += 64) {
            const uint64_t word = planes[p][from / 64];
            const int64_t stop = width - from < 64 ? width - from : 64;
            for (int64_t w = 0; w < stop; w++) out[from + w] |= (RANK)((RANK)0 - (RANK)(word >> w & 1)) & values[p];
        }
#endif
}

/* One chunk: `planes` has room for a decision maker's statements and for what is possible. */
static void NAME(score_chunk)(
    const Program *program, const Columns *columns, const uint64_t **stack, uint64_t **planes, int64_t width, RANK *out, int64_t cells,
    uint8_t *feasible
) {
    const int64_t words = (width + 63) / 64;
    uint64_t *possible = planes[8 * BYTES];
    RANK values[8 * BYTES + 1], base = 0;
    int height = 0, count = 0;
    memset(possible, 0xFF, (size_t)words * sizeof *possible);
    for (int64_t k = 0; k < program->length; k++) {
        const int32_t step = program->steps[k];
        if (step >= 0) {
            stack[height++] = columns->of[step];
            continue;
        }
        if (step == MAKER) {
            uint64_t *shown[8 * BYTES + 1];
            for (int p = 0; p < count; p++) shown[p] = planes[p];
            for (int p = 0; feasible && p < count; p++)
                for (int64_t w = 0; w < words; w++) planes[p][w] &= possible[w];
            if (feasible && base) shown[count] = possible, values[count++] = base, base = 0;
            NAME(put_together)(shown, values, count, base, width, out);
            out += cells;
            base = 0;
            count = 0;
            continue;
        }
        const uint64_t *two = stack[--height];
        if (step == STATEMENT) {
            uint64_t some = 0, every = UINT64_MAX, *RESTRICT plane = planes[count];
            for (int64_t w = 0; w < words; w++) plane[w] = two[w], some |= two[w], every &= two[w];
            for (int p = 0; p < count; p++) values[p] = (RANK)(values[p] << 1);
            base = (RANK)(base << 1 | (every == UINT64_MAX));
            if (some && every != UINT64_MAX) values[count++] = 1;
            continue;
        }
        uint64_t *to = step == RULE ? possible : columns->spare + height * columns->words; /* may be an argument: each bit depends on its own place */
        if (step == RULE)
            for (int64_t w = 0; w < words; w++) to[w] &= ~two[w];
        else if (step == NEGATION) {
            INDEPENDENT
            for (int64_t w = 0; w < words; w++) to[w] = ~two[w];
        } else {
            const uint64_t *one = stack[--height];
            to = columns->spare + height * columns->words;
            if (step == CONJUNCTION) {
                INDEPENDENT
                for (int64_t w = 0; w < words; w++) to[w] = one[w] & two[w];
            } else if (step == DISJUNCTION) {
                INDEPENDENT
                for (int64_t w = 0; w < words; w++) to[w] = one[w] | two[w];
            } else {
                INDEPENDENT
                for (int64_t w = 0; w < words; w++) to[w] = one[w] ^ two[w];
            }
        }
        if (step != RULE) stack[height++] = to;
    }
    for (int64_t w = 0; feasible && w < width; w++) feasible[w] = (uint8_t)(possible[w / 64] >> (w & 63) & 1);
}

static int NAME(score)(const Program *program, int64_t cells, RANK *out, uint8_t *feasible) {
    Columns columns;
    const uint64_t **stack = calloc((size_t)program->depth + 1, sizeof *stack);
    uint64_t *room = NULL, *planes[8 * BYTES + 1];
    int failed = columns_make(&columns, program, cells) < 0 || !stack;
    if (!failed) {
        room = malloc((size_t)(8 * BYTES + 1) * (size_t)columns.words * sizeof *room);
        failed = !room;
    }
    for (int p = 0; !failed && p <= 8 * BYTES; p++) planes[p] = room + p * columns.words;
    for (int64_t from = 0; !failed && from < cells; from += columns.step) {
        const int64_t width = cells - from < columns.step ? cells - from : columns.step;
        columns_fill(&columns, program, from, width);
        NAME(score_chunk)(program, &columns, stack, planes, width, out + from, cells, feasible ? feasible + from : NULL);
    }
    free(room);
    free(stack);
    columns_free(&columns);
    return failed ? -1 : 0;
}
