/* Everything in order, for one type of rank; included by _kernels_body.h. */

static void NAME(forget)(const Model *model, NAME(Room) *room) {
    free(room->best);
    free(room->general);
    free(room->symmetric);
    free(room->least);
    free(room->least_best);
    free(room->reached);
    free(room->reached_best);
    free(room->labels);
    free(room->stamps);
    for (int j = 0; j < model->makers; j++) {
        if (room->orders) free(room->orders[j]);
        if (room->counts) free(room->counts[j]);
    }
    free(room->orders);
    free(room->counts);
}

/* Orders, labels and stamps for SEQ and SSEQ. */
static int NAME(prepare)(const Model *model, NAME(Room) *room) {
    int64_t largest = 1;
    for (int j = 0; j < model->makers; j++)
        if (model->axes[j].size > largest) largest = model->axes[j].size;
    KEY (*keys)[TILE] = malloc((size_t)largest * sizeof *keys);
    room->orders = calloc((size_t)model->makers, sizeof *room->orders);
    room->counts = calloc((size_t)model->makers, sizeof *room->counts);
    room->group = model->makers < 16 ? model->makers : 16;
    room->lanes = room->group <= 4 ? 8 : room->group <= 8 ? 16 : 32;
    room->labels = roomy((size_t)model->cells * (size_t)room->lanes * sizeof(RANK));
    room->stamps = roomy((size_t)model->cells);
    int failed = !keys || !room->orders || !room->counts || !room->labels || !room->stamps;
    if (!failed && 2 * room->group < room->lanes) memset(room->labels, 0xFF, (size_t)model->cells * (size_t)room->lanes * sizeof(RANK));
    for (int j = 0; !failed && j < model->makers; j++) {
        if (idle(&model->axes[j])) continue;
        room->orders[j] = roomy((size_t)model->cells * sizeof **room->orders);
        room->counts[j] = malloc((size_t)(model->cells / model->axes[j].size) * sizeof **room->counts);
        failed = !room->orders[j] || !room->counts[j];
        if (!failed) NAME(sort)(model, room, j, keys);
    }
    free(keys);
    return failed ? -1 : 0;
}

/* All wanted concepts for everybody. Returns 0, or -1 without memory. */
static int NAME(run)(Model *model) {
    NAME(Room) room;
    memset(&room, 0, sizeof room);
    const int general = model->wanted & (GMR | SMR), credible = model->wanted & (SEQ | SSEQ);
    int bits = 0, status = -1;
    int64_t largest = 1;
    uint8_t bottoms[256], closed[256];
    for (int j = 0; j < model->makers; j++) {
        if (model->axes[j].bits > bits) bits = model->axes[j].bits;
        if (model->axes[j].size > largest) largest = model->axes[j].size;
        bottoms[j] = general ? (uint8_t)has_bottom(model, &model->axes[j]) : 0;
    }
    int iterate = 0;
    for (int j = 0; j < model->makers; j++) {
        closed[j] = general ? (uint8_t)everything_reached(model, bottoms, j) : 0;
        model->closed += closed[j];
        iterate |= general && !closed[j];
    }
    room.best = malloc(sizeof(RANK[TILE]) << bits);
    room.general = malloc(sizeof(RANK[TILE]) << bits);
    room.symmetric = malloc(sizeof(RANK[TILE]) << bits);
    room.least = malloc((size_t)largest * sizeof(RANK));
    room.least_best = malloc((size_t)largest * sizeof(RANK));
    if (!room.best || !room.general || !room.symmetric || !room.least || !room.least_best) goto done;
    if (iterate) {
        room.reached = roomy((size_t)model->cells * sizeof(RANK));
        room.reached_best = roomy((size_t)model->cells * sizeof(RANK));
        if (!room.reached || !room.reached_best) goto done;
    }
    if (credible && NAME(prepare)(model, &room) < 0) goto done;
    for (int i = 0; i < model->makers; i++) {
        if (model->changed && !model->changed[i]) { /* Nash, GMR and SMR are of the decision maker's own ranks alone */
            if (credible) NAME(first_pass)(model, &room, i, 0, 0, 1);
            for (int64_t s = i * model->cells; s < (i + 1) * model->cells; s++)
                model->flags[s] = (uint8_t)(credible ? model->flags[s] | (model->known[s] & (GMR | SMR)) : model->known[s]);
            continue;
        }
        NAME(first_pass)(model, &room, i, closed[i], general && !closed[i], 1);
        if (!general) continue;
        if (!closed[i]) {
            NAME(reach)(model, &room, i, room.reached);
            NAME(reach)(model, &room, i, room.reached_best);
        }
        NAME(last_pass)(model, &room, i, closed[i], 0, GMR, SMR);
    }
    for (int first = 0; credible && first < model->makers; first += room.group) {
        if (first) { /* the first group was labelled on the way */
            room.first = first;
            if (model->makers - first < room.group) room.group = model->makers - first;
            memset(room.labels, 0xFF, (size_t)model->cells * (size_t)room.lanes * sizeof(RANK));
            for (int i = first; i < first + room.group; i++) NAME(first_pass)(model, &room, i, 0, 0, 0);
        }
        if (NAME(improve)(model, &room) < 0) goto done;
        for (int i = first; i < first + room.group; i++) NAME(last_pass)(model, &room, i, 0, 1, SEQ, SSEQ);
    }
    status = 0;
done:
    NAME(forget)(model, &room);
    return status;
}
