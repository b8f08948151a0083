package io.assayhub.boot.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small damage to a good source, and large. The same random numbers do the same damage. */
final class Mutations {
    private static final int MOST = 6;
    private static final int LONGEST = 1 << 20;
    private static final int BOMB = 4 << 20;

    /** What has a meaning in one format or another, or is known to be hard to read. */
    private static final List<byte[]> TOKENS = List.of(
            text(","),
            text(";"),
            text("\t"),
            text("|"),
            text("^"),
            text("~"),
            text("&"),
            text("\\"),
            text("\""),
            text("\"\""),
            text("'"),
            text("\r"),
            text("\n"),
            text("\r\n"),
            text("\r\r"),
            text("\n\n"),
            text("{"),
            text("}"),
            text("["),
            text("]"),
            text(":"),
            text("null"),
            text("true"),
            text("\\u0000"),
            text("\\uD800"),
            text("<"),
            text(">"),
            text("<!DOCTYPE x [<!ENTITY a \"b\">]>"),
            text("&a;"),
            text("<?xml version=\"1.0\"?>"),
            text("MSH|^~\\&|"),
            text("OBX|"),
            text("BHS|"),
            text("FHS|"),
            text("H|\\^&"),
            text("R|1|"),
            text("L|1|N"),
            text("\\X0D\\"),
            text("&F&"),
            text("-"),
            text("+"),
            text("."),
            text("e"),
            text("E+999999999"),
            text("1e-400"),
            text("NaN"),
            text("0000000000"),
            text("99999999999999999999999999"),
            text("-0"),
            text("=1+1"),
            text("#N/A"),
            text("2006-02-30"),
            text("24:00"),
            text("9999-12-31T23:59:60Z"),
            text("PT0.5H"),
            text("HEADER RECORD*******"),
            new byte[] {0},
            new byte[] {0x0b},
            new byte[] {0x1c, '\r'},
            new byte[] {0x1a},
            new byte[] {2},
            new byte[] {3},
            new byte[] {5},
            new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
            new byte[] {(byte) 0xff, (byte) 0xfe},
            new byte[] {(byte) 0xc3},
            new byte[] {(byte) 0xed, (byte) 0xa0, 0x41},
            "\u202e\u0130ß\ud83d\udca9".getBytes(UTF_8),
            new byte[] {0x7f, (byte) 0x80, (byte) 0xff});

    private Mutations() {}

    /** A source with one to six changes, some of them taken from another source. */
    static byte[] of(byte[] source, byte[] other, SplittableRandom random) {
        byte[] bytes = source;
        for (int left = 1 + random.nextInt(MOST); left > 0; left--) {
            bytes = change(bytes, other, random);
            if (bytes.length > LONGEST) {
                bytes = Arrays.copyOf(bytes, LONGEST);
            }
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, byte[] other, SplittableRandom random) {
        int at = random.nextInt(bytes.length + 1);
        int until = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(1, 11)));
        return switch (random.nextInt(14)) {
            case 0, 1 -> flipped(bytes, random);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> spliced(bytes, at, until, new byte[0]);
            case 4 -> spliced(bytes, until, until, Arrays.copyOfRange(bytes, at, until));
            case 5, 6, 7 -> spliced(bytes, at, at, TOKENS.get(random.nextInt(TOKENS.size())));
            case 8 -> spliced(bytes, at, until, TOKENS.get(random.nextInt(TOKENS.size())));
            case 9 -> spliced(bytes, at, at, repeated(random));
            case 10 -> {
                int from = random.nextInt(other.length + 1);
                int to = Math.min(other.length, from + random.nextInt(2000));
                yield spliced(bytes, at, until, Arrays.copyOfRange(other, from, to));
            }
            case 11 -> lineMoved(bytes, random);
            case 12 -> spliced(bytes, at, until, noise(random));
            default -> random.nextInt(8) == 0 ? packed(bytes, random) : digitChanged(bytes, random);
        };
    }

    private static byte[] flipped(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private static byte[] digitChanged(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        for (int tries = 0; tries < 50 && changed.length > 0; tries++) {
            int at = random.nextInt(changed.length);
            if (changed[at] >= '0' && changed[at] <= '9') {
                changed[at] = (byte) "0123456789-./:<> ".charAt(random.nextInt(17));
                break;
            }
        }
        return changed;
    }

    private static byte[] repeated(SplittableRandom random) {
        byte[] token = TOKENS.get(random.nextInt(TOKENS.size()));
        int times = 1 << random.nextInt(1, random.nextInt(20) == 0 ? 17 : 10);
        byte[] all = new byte[token.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(token, 0, all, i * token.length, token.length);
        }
        return all;
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        return noise;
    }

    /** One line to another place: records out of their order. */
    private static byte[] lineMoved(byte[] bytes, SplittableRandom random) {
        List<String> lines =
                new java.util.ArrayList<>(Arrays.asList(new String(bytes, ISO_8859_1).split("(?<=[\r\n])", 5000)));
        String line = lines.remove(random.nextInt(lines.size()));
        lines.add(random.nextInt(lines.size() + 1), line);
        return String.join("", lines).getBytes(ISO_8859_1);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] put) {
        byte[] all = new byte[bytes.length - (to - from) + put.length];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(put, 0, all, from, put.length);
        System.arraycopy(bytes, to, all, from + put.length, bytes.length - to);
        return all;
    }

    /** In gzip or zip, once or twice, at times with a great deal of nothing. */
    private static byte[] packed(byte[] bytes, SplittableRandom random) {
        byte[] content = random.nextInt(20) == 0 ? Arrays.copyOf(bytes, BOMB) : bytes;
        byte[] once = random.nextBoolean() ? gzip(content) : zip(content, 1 + random.nextInt(3));
        return random.nextInt(4) == 0 ? gzip(once) : once;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] zip(byte[] content, int entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < entries; i++) {
                ZipEntry entry = new ZipEntry(i == 0 ? "table.csv" : "../" + i + "/table.csv");
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
