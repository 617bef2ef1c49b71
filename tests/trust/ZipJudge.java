import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Java as the judge of zip files: ZipJudge ARCHIVE... ZipFile, which goes by the central directory, and ZipInputStream, which goes by the
 * local headers, must read the same entries in the same order, each to its end (its CRC-32 is checked on the way). Status 1 otherwise.
 */
public final class ZipJudge {
    public static void main(String[] archives) throws Exception {
        if (archives.length == 0) {
            System.err.println("ZipJudge ARCHIVE...");
            System.exit(2);
        }
        for (String archive : archives) {
            List<String> directory = byDirectory(archive);
            List<String> headers = byHeaders(archive);
            if (directory.isEmpty() || !directory.equals(headers)) {
                System.err.println("ZipJudge: " + archive + ": ZipFile and ZipInputStream read different entries");
                System.err.println(directory + "\n" + headers);
                System.exit(1);
            }
            System.out.println(archive + ": " + directory.size() + " entries, read twice");
        }
    }

    private static List<String> byDirectory(String archive) throws Exception {
        List<String> found = new ArrayList<>();
        try (ZipFile file = new ZipFile(archive)) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                try (InputStream content = file.getInputStream(entry)) {
                    found.add(described(entry, content));
                }
            }
        }
        return found;
    }

    private static List<String> byHeaders(String archive) throws Exception {
        List<String> found = new ArrayList<>();
        try (ZipInputStream file = new ZipInputStream(new FileInputStream(archive))) {
            for (ZipEntry entry = file.getNextEntry(); entry != null; entry = file.getNextEntry()) {
                found.add(described(entry, file));
            }
        }
        return found;
    }

    /** Name, length and SHA-256 of what an entry holds. */
    private static String described(ZipEntry entry, InputStream content) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[1 << 16];
        long length = 0;
        for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
            sha256.update(piece, 0, read);
            length += read;
        }
        if (entry.getSize() != length) {
            throw new IOException(entry.getName() + " tells " + entry.getSize() + " bytes and holds " + length);
        }
        return entry.getName() + " " + length + " " + HexFormat.of().formatHex(sha256.digest());
    }
}
