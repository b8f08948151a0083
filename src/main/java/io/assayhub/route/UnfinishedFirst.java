package io.assayhub.route;

import java.io.File;
import java.util.Comparator;
import org.apache.camel.component.file.GenericFile;

/** The order in which waiting files are taken: those with a stamp first, by stamp, then by time of change and name. */
public final class UnfinishedFirst implements Comparator<GenericFile<File>> {
    private static final Comparator<GenericFile<File>> ORDER = Comparator.comparing(
                    (GenericFile<File> f) -> Stamp.parse(f.getFileNameOnly()).isEmpty())
            .thenComparing(f -> Stamp.parse(f.getFileNameOnly())
                    .map(s -> s.arrived().toEpochMilli())
                    .orElse(f.getLastModified()))
            .thenComparing(GenericFile::getAbsoluteFilePath);

    @Override
    public int compare(GenericFile<File> left, GenericFile<File> right) {
        return ORDER.compare(left, right);
    }
}
