package io.assayhub.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes one dataset as Dataset-JSON and as a SAS transport file, from the descriptions of the formats and not from their
 * readers. A null is a missing value.
 *
 * @param types {@code float}, {@code integer} or {@code string}, of each column
 */
public record DatasetWriter(String name, List<String> columns, List<String> types, List<List<String>> rows) {
    /** As one JSON object, its attributes in the standard's order. */
    public byte[] json() {
        StringBuilder text = new StringBuilder(attributes(rows.size()));
        text.setLength(text.length() - 1);
        text.append(",\"rows\":[");
        rows.forEach(row -> text.append(row == rows.get(0) ? "\n" : ",\n").append(array(row)));
        return text.append("]}").toString().getBytes(UTF_8);
    }

    /** As lines. */
    public byte[] ndjson() {
        StringBuilder text = new StringBuilder(attributes(rows.size())).append('\n');
        rows.forEach(row -> text.append(array(row)).append('\n'));
        return text.toString().getBytes(UTF_8);
    }

    /** As lines, compressed. */
    public byte[] dsjc() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(ndjson());
        }
        return out.toByteArray();
    }

    /** The first line of NDJSON. */
    public String attributes(long records) {
        List<String> described = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            described.add("{\"itemOID\":\"IT." + name + "." + column + "\",\"name\":\"" + column + "\",\"label\":\""
                    + column + "\",\"dataType\":\"" + types.get(i) + "\"}");
        }
        return "{\"datasetJSONCreationDateTime\":\"2026-01-02T03:04:05\",\"datasetJSONVersion\":\"1.1.0\","
                + "\"studyOID\":\"ST.1\",\"sourceSystem\":{\"name\":\"Writer\",\"version\":\"1\"},\"itemGroupOID\":\"IG."
                + name + "\",\"records\":" + records + ",\"name\":\"" + name + "\",\"label\":\"Data of " + name
                + "\",\"columns\":[" + String.join(",", described) + "]}";
    }

    /** A row of JSON. */
    public String array(List<String> row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            boolean number = cell != null && !types.get(i).equals("string");
            cells.add(cell == null || number ? String.valueOf(cell) : quoted(cell));
        }
        return "[" + String.join(",", cells) + "]";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** As a transport file of version 5. */
    public byte[] xpt(Charset charset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String moment = "02JAN26:03:04:05";
        record(out, "HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!" + "0".repeat(30));
        record(
                out,
                padded("SAS", 8)
                        + padded("SAS", 8)
                        + padded("SASLIB", 8)
                        + padded("9.4", 8)
                        + padded("X64", 32)
                        + moment);
        record(out, moment);
        member(out, moment);
        int[] lengths = new int[columns.size()];
        ByteArrayOutputStream described = new ByteArrayOutputStream();
        int position = 0;
        for (int i = 0; i < columns.size(); i++) {
            lengths[i] = length(i, charset);
            described.writeBytes(variable(i, lengths[i], position));
            position += lengths[i];
        }
        record(
                out,
                "HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!000000" + String.format("%04d", columns.size())
                        + "0".repeat(20));
        pad(described);
        out.writeBytes(described.toByteArray());
        record(out, "HEADER RECORD*******OBS     HEADER RECORD!!!!!!!" + "0".repeat(30));
        ByteArrayOutputStream observations = new ByteArrayOutputStream();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                observations.writeBytes(
                        types.get(i).equals("string") ? text(row.get(i), lengths[i], charset) : number(row.get(i)));
            }
        }
        pad(observations);
        out.writeBytes(observations.toByteArray());
        return out.toByteArray();
    }

    private void member(ByteArrayOutputStream out, String moment) {
        record(out, "HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!" + "0".repeat(17) + "1600000000140");
        record(out, "HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!" + "0".repeat(30));
        record(
                out,
                padded("SAS", 8)
                        + padded(name, 8)
                        + padded("SASDATA", 8)
                        + padded("9.4", 8)
                        + padded("X64", 32)
                        + moment);
        record(out, padded(moment, 32) + padded("Data of " + name, 40));
    }

    private int length(int column, Charset charset) {
        return types.get(column).equals("string")
                ? rows.stream()
                        .map(row -> row.get(column))
                        .mapToInt(cell -> cell == null ? 1 : Math.max(1, cell.getBytes(charset).length))
                        .max()
                        .orElse(1)
                : 8;
    }

    private byte[] variable(int column, int length, int position) {
        byte[] bytes = new byte[140];
        java.util.Arrays.fill(bytes, 8, 64, (byte) ' ');
        bytes[1] = (byte) (types.get(column).equals("string") ? 2 : 1);
        bytes[5] = (byte) length;
        bytes[7] = (byte) (column + 1);
        put(bytes, 8, columns.get(column));
        put(bytes, 16, columns.get(column));
        String type = types.get(column);
        put(bytes, 56, type.equals("float") || type.equals("integer") || type.equals("string") ? "" : type);
        for (int i = 0; i < 4; i++) {
            bytes[84 + i] = (byte) (position >> (24 - 8 * i));
        }
        return bytes;
    }

    private static void put(byte[] bytes, int at, String text) {
        byte[] ascii = text.getBytes(US_ASCII);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }

    private static byte[] text(String cell, int length, Charset charset) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) ' ');
        byte[] text = cell == null ? new byte[0] : cell.getBytes(charset);
        System.arraycopy(text, 0, bytes, 0, text.length);
        return bytes;
    }

    /** By division, as the definition has it: the nearest of 56 bits to the double. */
    public static byte[] number(String text) {
        byte[] bytes = new byte[8];
        if (text == null) {
            bytes[0] = '.';
            return bytes;
        }
        BigDecimal value = new BigDecimal(Double.parseDouble(text));
        if (value.signum() == 0) {
            return bytes;
        }
        BigDecimal fraction = value.abs();
        int exponent = 64;
        BigDecimal base = BigDecimal.valueOf(16);
        while (fraction.compareTo(BigDecimal.ONE) >= 0) {
            fraction = fraction.divide(base, MathContext.UNLIMITED);
            exponent++;
        }
        while (fraction.multiply(base).compareTo(BigDecimal.ONE) < 0) {
            fraction = fraction.multiply(base);
            exponent--;
        }
        BigInteger bits = fraction.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(56)))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
        bytes[0] = (byte) (exponent | (value.signum() < 0 ? 0x80 : 0));
        for (int i = 1; i < 8; i++) {
            bytes[i] = bits.shiftRight(8 * (7 - i)).byteValue();
        }
        return bytes;
    }

    private static void record(ByteArrayOutputStream out, String text) {
        out.writeBytes(padded(text, 80).getBytes(US_ASCII));
    }

    private static String padded(String text, int length) {
        return text + " ".repeat(length - text.length());
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 80 > 0) {
            out.write(' ');
        }
    }
}
