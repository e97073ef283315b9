/* One model many times over, with some decision makers' statements dropped or reordered; included by _kernels_body.h.
 *
 * A score's bits are the truths of the statements, so another order of them is another order of its bits: no formula is looked at again. A
 * change is written as: how many decision makers it concerns; for each of them its number, how many statements count, and their bits, the
 * most important first. `flags` has room for one answer a variant.
 */
static int NAME(variants)(Model *model, const int32_t *changes, int64_t count) {
    const int64_t cells = model->cells, size = model->makers * cells;
    uint8_t *answers = model->flags, *known = malloc((size_t)size), changed[256];
    RANK *ranks = malloc((size_t)size * sizeof *ranks);
    const RANK *stated = model->ranks;
    int failed = !known || !ranks;
    if (!failed) {
        model->flags = known;
        failed = NAME(run)(model) < 0;
        memcpy(ranks, stated, (size_t)size * sizeof *ranks);
    }
    model->ranks = ranks;
    model->known = known;
    model->changed = changed;
    for (int64_t v = 0; !failed && v < count; v++) {
        const int32_t *change = changes, concerned = *changes++;
        memset(changed, 0, sizeof changed);
        for (int32_t k = 0; k < concerned; k++) {
            const int32_t maker = changes[0], statements = changes[1];
            const int32_t *bits = changes + 2;
            RANK *RESTRICT row = ranks + maker * cells;
            memset(row, 0, (size_t)cells * sizeof *row);
            for (int32_t at = 0; at < statements; at++)
                for (int64_t s = 0; s < cells; s++) row[s] = (RANK)(row[s] << 1 | (stated[maker * cells + s] >> bits[at] & 1));
            changed[maker] = 1;
            changes += 2 + statements;
        }
        model->flags = answers + v * size;
        failed = NAME(run)(model) < 0;
        change++;
        for (int32_t k = 0; k < concerned; k++) { /* back to what was stated */
            memcpy(ranks + change[0] * cells, stated + change[0] * cells, (size_t)cells * sizeof *ranks);
            change += 2 + change[1];
        }
    }
    free(ranks);
    free(known);
    return failed ? -1 : 0;
}
