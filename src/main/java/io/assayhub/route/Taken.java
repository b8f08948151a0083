package io.assayhub.route;

import io.assayhub.model.TransferId;
import io.assayhub.wire.Manifest;

/** A transfer's id and the manifest that its end markers carried. */
public record Taken(TransferId transfer, Manifest manifest) {}
