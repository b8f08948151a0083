package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Source;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A column of the feed, where it stands in one table (-1 where an optional column is missing), and what was made of its
 * last cell: the next row has mostly the same. Its fields are those of {@link RowCells}, which alone uses it.
 */
final class BoundColumn {
    final Column column;
    final int index;
    final int unitIndex;
    final MomentReader moments;
    /** For a date whose time is missing in a column of its own; null if the two are not joined. */
    final MomentReader dates;

    String sent;
    String present;
    boolean fit;
    String word;
    String code;
    boolean known;
    String digits;
    BigDecimal number;
    String canonicalNumber;
    String momentSent;
    Optional<ZoneId> momentZone;
    MomentReader.Reading moment;
    String unitSent;
    String unit;

    BoundColumn(Column column, TableFields fields, FeedConfig feed) {
        Optional<ZoneId> zone = feed.zone();
        this.column = column;
        this.index = fields.of(column);
        this.unitIndex = column.unitFrom() == null ? -1 : fields.of(column.unitFrom());
        this.moments = new MomentReader(feed.momentsOf(column), zone);
        boolean joined = column.source() instanceof Source.Joined && column.format() != null;
        this.dates = joined
                ? new MomentReader(column.format().substring(0, column.format().indexOf(' ')), zone)
                : null;
    }
}
