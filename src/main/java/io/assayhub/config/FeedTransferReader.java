package io.assayhub.config;

import io.assayhub.config.FeedConfig.Contact;
import io.assayhub.config.FeedConfig.Limit;
import io.assayhub.config.FeedConfig.Order;
import io.assayhub.config.FeedConfig.SenderManifest;
import io.assayhub.config.FeedConfig.Transfer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads what a feed file says of how transfers come and what they may bring. */
final class FeedTransferReader {
    private FeedTransferReader() {}

    static Transfer transfer(YamlValue root) {
        Transfer fallback = new Transfer(
                Transfer.Kind.INCREMENTAL,
                Transfer.Accept.WHOLE_TRANSFER,
                new Order.Arrival(),
                BigDecimal.valueOf(5),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        Optional<YamlValue> at = root.require("transfer");
        if (at.isEmpty()) {
            return fallback;
        }
        YamlValue value = at.get();
        Transfer transfer = new Transfer(
                value.require("kind")
                        .flatMap(v -> v.choice(Map.of(
                                "cumulative", Transfer.Kind.CUMULATIVE, "incremental", Transfer.Kind.INCREMENTAL)))
                        .orElse(fallback.kind()),
                value.get("accept")
                        .flatMap(v -> v.choice(Map.of(
                                "whole-transfer",
                                Transfer.Accept.WHOLE_TRANSFER,
                                "per-result",
                                Transfer.Accept.PER_RESULT)))
                        .orElse(fallback.accept()),
                value.get("order").flatMap(FeedTransferReader::order).orElse(fallback.order()),
                value.get("reject-limit").flatMap(FeedTransferReader::percent).orElse(fallback.rejectLimitPercent()),
                value.get("stop-if").map(FeedTransferReader::limits).orElse(Map.of()),
                value.get("every").flatMap(FeedTransferReader::every),
                value.get("manifest").flatMap(FeedTransferReader::manifest));
        value.refuseOthers();
        return transfer;
    }

    private static Optional<SenderManifest> manifest(YamlValue value) {
        Optional<String> file = value.require("file").map(YamlValue::text);
        SenderManifest manifest = new SenderManifest(
                file.orElse(""),
                value.get("delimiter").flatMap(FeedFormatReader::delimiter).orElse(','),
                value.get("name").map(YamlValue::text).orElse(null),
                value.get("bytes").map(YamlValue::text).orElse(null),
                value.get("sha256").map(YamlValue::text).orElse(null),
                value.get("rows").map(YamlValue::text).orElse(null),
                value.get("environment").map(YamlValue::text).orElse(null));
        value.refuseOthers();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (!file.get().matches("[^/\\\\{}]*\\{name\\}[^/\\\\{}]*")
                || file.get().equals("{name}")) {
            value.at("file").problem("has to be a file name around {name}, such as '{name}.manifest.csv'");
            return Optional.empty();
        }
        if (manifest.bytes() == null && manifest.sha256() == null && manifest.rows() == null) {
            value.problem("has to state at least one of bytes, sha256 and rows");
        }
        return Optional.of(manifest);
    }

    private static Optional<Duration> every(YamlValue value) {
        String text = value.text();
        if (text.matches("[1-9]\\d{0,3}[hd]")) {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return Optional.of(text.endsWith("h") ? Duration.ofHours(number) : Duration.ofDays(number));
        }
        value.problem("has to be hours or days, such as 12h or 7d");
        return Optional.empty();
    }

    /** {@code contact}: an organisation and its office. */
    static Contact contact(YamlValue value) {
        Contact contact = new Contact(
                value.require("organisation").map(YamlValue::text).orElse(""),
                value.require("role").map(YamlValue::text).orElse(""),
                value.get("address").map(YamlValue::text).orElse(null));
        value.refuseOthers();
        return contact;
    }

    private static Map<Limit, BigDecimal> limits(YamlValue value) {
        Map<Limit, BigDecimal> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            value.get(limit.text())
                    .flatMap(FeedTransferReader::percent)
                    .ifPresent(percent -> limits.put(limit, percent));
        }
        value.refuseOthers();
        return limits;
    }

    private static Optional<Order> order(YamlValue value) {
        if (value.isScalar()) {
            return value.choice(Map.of("arrival", new Order.Arrival()));
        }
        if (value.has("field")) {
            Optional<YamlValue> field = value.get("field");
            value.refuseOthers();
            return field.map(v -> new Order.Field(v.text()));
        }
        boolean consecutive = value.get("consecutive").flatMap(YamlValue::truth).orElse(false);
        Optional<Order> order = value.require("file-name")
                .flatMap(v -> FeedFormatReader.pattern(v, "order"))
                .map(pattern -> new Order.FileName(pattern, consecutive));
        value.refuseOthers();
        return order;
    }

    static Optional<BigDecimal> percent(YamlValue value) {
        String text = value.text();
        if (text.matches("\\d{1,3}(\\.\\d{1,3})?%")) {
            BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
            if (percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
                return Optional.of(percent);
            }
        }
        value.problem("has to be a percentage such as 5%");
        return Optional.empty();
    }
}
