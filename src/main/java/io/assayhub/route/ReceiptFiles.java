package io.assayhub.route;

import io.assayhub.wire.Json;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.Body;

/** Lays each transfer's receipt beside the sender's file, in the folder where the file ended. */
public final class ReceiptFiles {
    private final DropFolders folders;

    public ReceiptFiles(DropFolders folders) {
        this.folders = folders;
    }

    /** Writes or replaces one receipt file; a receipt that is still open waits for its next revision. */
    public void write(@Body byte[] json) throws IOException {
        Receipt receipt = Receipt.fromJson(json);
        if (receipt.state() == Receipt.State.OPEN) {
            return;
        }
        if (receipt.manifest().delivery().indexOf('/') >= 0) {
            return; // A message: no file of this hub is named like that.
        }
        boolean refused = receipt.state() == Receipt.State.REFUSED;
        Path folder = folders.end(receipt.manifest().feed(), refused);
        if (!Files.isDirectory(folder)) {
            return; // Another instance's folder took this file, or somebody has cleared ours away.
        }
        Path file =
                folder.resolve(DropFolders.stamped(receipt) + ".receipt.json").normalize();
        if (!folder.equals(file.getParent())) {
            return; // Not named by a file of this hub.
        }
        Path written = Files.createTempFile(folder, ".receipt", ".new");
        Files.write(written, Json.pretty(receipt).getBytes(StandardCharsets.UTF_8));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
