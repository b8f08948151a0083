package io.assayhub.route;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What a sender delivered, safe on disk.
 *
 * @param feed as the sender addressed it; need not be one that the hub knows
 * @param name the sender's own name for it
 * @param arrived first intake, rising from delivery to delivery of a feed, kept over further attempts
 * @param file its bytes
 */
public record Delivery(String feed, String name, Instant arrived, Path file) {}
