/* Each block's feasible strategies, best first; included by _kernels_body.h.
 *
 * Statements that do not mention a decision maker's own options are as true at one of its strategies as at any other, so many blocks have the
 * same order. What varies within a block is hashed, compared with blocks seen lately, and sorted only if it is none of theirs.
 */

#define SLOTS 4 /* looked at for one hash */

/* Blocks to be sorted together, by Batcher's merge exchange over one column a block. */
typedef struct {
    KEY (*keys)[TILE];
    uint32_t order[TILE];
    uint16_t listed[TILE];
    int count;
} NAME(Batch);

static void NAME(sort)(NAME(Batch) *batch, Orders *orders, int64_t size) {
    KEY (*keys)[TILE] = batch->keys;
    const int64_t width = (batch->count + 7) & ~7;
    int64_t top = 1;
    while (top < size) top *= 2;
    for (int64_t p = top / 2; p > 0; p /= 2)
        for (int64_t q = top / 2, r = 0, d = p;; d = q - p, q /= 2, r = p) {
            for (int64_t i = 0; i < size - d; i++)
                if ((i & p) == r) {
                    KEY *RESTRICT high = keys[i], *RESTRICT low = keys[i + d];
                    for (int64_t w = 0; w < width; w++) {
                        const KEY one = high[w], two = low[w];
                        high[w] = one > two ? one : two;
                        low[w] = one > two ? two : one;
                    }
                }
            if (q == p) break;
        }
    for (int w = 0; w < batch->count; w++) {
        uint16_t *order = orders->entries + (int64_t)batch->order[w] * size;
        KEY before = keys[0][w] >> 16;
        uint16_t listed = 0;
        for (int64_t at = 0; at < batch->listed[w]; at++) {
            const KEY key = keys[at][w];
            order[at] = (uint16_t)((STRATEGY + 1 - (key & 0xFFFFu)) | (key >> 16 == before ? 0 : TIED_BELOW));
            if (key >> 16 != before) listed = batch->listed[w];
            before = key >> 16;
        }
        orders->listed[batch->order[w]] = listed;
    }
    batch->count = 0;
}

/* What was seen lately: the content of a block, what varies in it, and its order. */
typedef struct {
    uint32_t mask, *tags, *order;
    RANK *vary, *content;
} NAME(Seen);

/* The order of a block with this content, a new one if it is none of those seen lately. Content: the ranks' bits that vary in the block; where
 * infeasible, all others. With none left over for that, the block is not compared. */
static uint32_t NAME(order_of)(
    NAME(Seen) *seen, NAME(Batch) *batch, Orders *orders, const RANK *content, const Axis *axis, RANK vary, uint32_t hash,
    const uint8_t *feasible
) {
    const int64_t size = axis->size;
    const int comparable = !feasible || vary != LIMIT;
    hash = (hash ^ hash >> 15) * UINT32_C(0x9E3779B1) + vary;
    hash = (hash ^ hash >> 13) | 1; /* not 0, which marks an empty slot */
    const uint32_t bucket = (hash >> 3) & seen->mask;
    for (uint32_t k = 0; comparable && k < SLOTS; k++) {
        const uint32_t slot = bucket * SLOTS + k;
        if (seen->tags[slot] == hash && seen->vary[slot] == vary && !memcmp(seen->content + slot * size, content, (size_t)size * sizeof(RANK)))
            return seen->order[slot];
    }
    const uint32_t order = orders->count++;
    uint16_t listed = 0;
    for (int64_t x = 0; x < size; x++) {
        const int there = !feasible || feasible[x * axis->stride];
        batch->keys[x][batch->count] = there ? (KEY)content[x] << 16 | (KEY)(STRATEGY - (KEY)x + 1) : 0; /* a name is never 0 */
        listed = (uint16_t)(listed + there);
    }
    batch->listed[batch->count] = listed;
    batch->order[batch->count++] = order;
    if (batch->count == TILE) NAME(sort)(batch, orders, size);
    if (comparable) {
        const uint32_t slot = bucket * SLOTS + (order & (SLOTS - 1));
        seen->tags[slot] = hash;
        seen->order[slot] = order;
        seen->vary[slot] = vary;
        memcpy(seen->content + slot * size, content, (size_t)size * sizeof(RANK));
    }
    return order;
}

/* Blocks that are neighbours in memory: their contents by strategy, then by block. */
static void NAME(arrange_tiles)(
    const Model *model, int maker, NAME(Seen) *seen, NAME(Batch) *batch, Orders *orders, const uint32_t *factors, RANK (*rows)[TILE],
    RANK *columns
) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells;
    const int64_t size = axis->size, span = size * axis->stride;
    RANK gathered[TILE], barred[TILE], every[TILE], some[TILE], vary[TILE];
    uint32_t hash[TILE];
    memset(barred, 0, sizeof barred);
    Tile tile;
    for (tile_start(&tile); tile_next(&tile, axis, model->cells);) {
        const int64_t width = tile.width, block = tile_block(&tile, axis);
        memset(every, 0xFF, sizeof every);
        memset(some, 0, sizeof some);
        memset(hash, 0, sizeof hash);
        for (int64_t x = 0; x < size; x++) {
            const RANK *row = NAME(row)(ranks, &tile, axis, x, gathered);
            if (!model->full) NAME(barred)(model, &tile, axis, x, barred);
            for (int64_t w = 0; w < width; w++) {
                rows[x][w] = row[w];
                some[w] |= row[w];
                every[w] &= row[w] | barred[w];
            }
        }
        for (int64_t w = 0; w < width; w++) vary[w] = some[w] & (RANK)~every[w];
        for (int64_t x = 0; x < size; x++) {
            const uint32_t factor = factors[x];
            RANK *RESTRICT row = rows[x];
            if (!model->full) NAME(barred)(model, &tile, axis, x, barred);
            for (int64_t w = 0; w < width; w++) {
                row[w] = (row[w] & vary[w]) | (barred[w] & (RANK)~vary[w]);
                hash[w] += (uint32_t)row[w] * factor;
            }
        }
        NAME(turn)(rows[0], TILE, columns, size, size, width);
        for (int64_t w = 0; w < width; w++) {
            const uint8_t *feasible = model->full ? NULL : model->feasible + tile.base + w / tile.across * span + w % tile.across;
            orders->which[block + w] = NAME(order_of)(seen, batch, orders, columns + w * size, axis, vary[w], hash[w], feasible);
        }
    }
}

/* Blocks whose own strategies are neighbours in memory. */
static void NAME(arrange_along)(
    const Model *model, int maker, NAME(Seen) *seen, NAME(Batch) *batch, Orders *orders, const uint32_t *RESTRICT factors, RANK *RESTRICT content
) {
    const Axis *axis = &model->axes[maker];
    const int64_t size = axis->size;
    for (int64_t base = 0, block = 0; base < model->cells; base += size, block++) {
        const RANK *RESTRICT row = (const RANK *)model->ranks + maker * model->cells + base;
        const uint8_t *RESTRICT feasible = model->full ? NULL : model->feasible + base;
        RANK some = 0, every = LIMIT;
        uint32_t hash = 0;
        if (feasible)
            for (int64_t x = 0; x < size; x++) some |= row[x], every &= row[x] | (RANK)((RANK)feasible[x] - 1);
        else
            for (int64_t x = 0; x < size; x++) some |= row[x], every &= row[x];
        const RANK vary = some & (RANK)~every, rest = (RANK)~vary;
        if (feasible)
            for (int64_t x = 0; x < size; x++) {
                content[x] = (row[x] & vary) | ((RANK)((RANK)feasible[x] - 1) & rest);
                hash += (uint32_t)content[x] * factors[x];
            }
        else
            for (int64_t x = 0; x < size; x++) {
                content[x] = row[x] & vary;
                hash += (uint32_t)content[x] * factors[x];
            }
        orders->which[block] = NAME(order_of)(seen, batch, orders, content, axis, vary, hash, feasible);
    }
}

/* All orders of one decision maker. Returns 0, or -1 without memory. */
static int NAME(arrange)(const Model *model, int maker, Orders *orders) {
    const Axis *axis = &model->axes[maker];
    const size_t size = (size_t)axis->size, blocks = (size_t)(model->cells / axis->size), most = ((size_t)1 << 21) / (size * sizeof(RANK));
    size_t buckets = 1;
    while (2 * buckets * SLOTS < blocks * 2 && 2 * buckets * SLOTS < most) buckets *= 2;
    orders->entries = roomy(blocks * size * sizeof *orders->entries);
    orders->listed = malloc(blocks * sizeof *orders->listed);
    orders->which = roomy(blocks * sizeof *orders->which);
    NAME(Batch) batch = {malloc(size * sizeof *batch.keys), {0}, {0}, 0};
    NAME(Seen) seen = {
        (uint32_t)buckets - 1, calloc(buckets * SLOTS, sizeof *seen.tags), malloc(buckets * SLOTS * sizeof *seen.order),
        malloc(buckets * SLOTS * sizeof(RANK)), malloc(buckets * SLOTS * size * sizeof(RANK)),
    };
    RANK (*rows)[TILE] = malloc(size * sizeof *rows), *columns = malloc(size * sizeof *rows);
    uint32_t *factors = malloc(size * sizeof *factors), factor = 1;
    const int failed = !orders->entries || !orders->listed || !orders->which || !batch.keys || !seen.tags || !seen.order || !seen.vary ||
                       !seen.content || !rows || !columns || !factors;
    if (!failed) {
        memset(batch.keys, 0, size * sizeof *batch.keys);
        for (size_t x = 0; x < size; x++) factors[x] = factor = factor * UINT32_C(0x2C1B3C6D) + 12;
        if (axis->stride == 1) NAME(arrange_along)(model, maker, &seen, &batch, orders, factors, columns);
        else NAME(arrange_tiles)(model, maker, &seen, &batch, orders, factors, rows, columns);
        if (batch.count) NAME(sort)(&batch, orders, axis->size);
    }
    free(factors);
    free(columns);
    free(rows);
    free(seen.content);
    free(seen.vary);
    free(seen.order);
    free(seen.tags);
    free(batch.keys);
    return failed ? -1 : 0;
}
#undef SLOTS
