package io.assayhub.route.sftp;

import io.assayhub.route.DropFolders;
import io.assayhub.wire.Json;
import io.assayhub.wire.Receipt;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;

/** What is laid into a laboratory's folder for receipts when a transfer of one of its feeds is closed. */
public final class SftpReceipts {
    private final Set<String> feeds;
    private final DropFolders folders;

    public SftpReceipts(Set<String> feeds, DropFolders folders) {
        this.feeds = Set.copyOf(feeds);
        this.folders = folders;
    }

    /** A file to be written there: what the route asks it for. */
    public static final class RemoteFile {
        private final String name;
        private final Object content;

        RemoteFile(String name, Object content) {
            this.name = name;
            this.content = content;
        }

        public String getName() {
            return name;
        }

        /** Bytes, or a {@link File} of this machine. */
        public Object getContent() {
            return content;
        }
    }

    /** The files that a receipt leads to; none if it is open, of another feed, or of a message. */
    public List<RemoteFile> files(@Body byte[] json) throws IOException {
        Receipt receipt = Receipt.fromJson(json);
        String delivery = receipt.manifest().delivery();
        if (receipt.state() == Receipt.State.OPEN
                || !feeds.contains(receipt.manifest().feed())
                || RemoteName.of(delivery) != RemoteName.FILE) {
            return List.of();
        }
        List<RemoteFile> files = new ArrayList<>();
        String name = DropFolders.stamped(receipt);
        for (Path rejects : folders.rejectsOf(receipt)) {
            files.add(new RemoteFile(name + ".rejected.csv", rejects.toFile()));
        }
        // Last: whoever sees the receipt finds the list beside it.
        files.add(new RemoteFile(name + ".receipt.json", Json.pretty(receipt).getBytes(StandardCharsets.UTF_8)));
        return files;
    }
}
