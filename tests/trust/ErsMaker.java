import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.ers.ERSArchiveTimeStamp;
import org.bouncycastle.tsp.ers.ERSArchiveTimeStampGenerator;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecordGenerator;
import org.bouncycastle.util.encoders.Hex;

/**
 * Bouncy Castle as the other maker of evidence records: ErsMaker FOLDER TSA
 * Writes NAME.ers beside each NAME.eml of FOLDER, with a token of the openssl authority in the folder TSA (local_tsa.sh make), and
 * prints the root of its own hash tree over the messages.
 */
public final class ErsMaker {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        DigestCalculatorProvider digests = new BcDigestCalculatorProvider();
        ERSArchiveTimeStampGenerator tree =
            new ERSArchiveTimeStampGenerator(digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)));
        List<Path> messages = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.eml")) {
            found.forEach(messages::add);
        }
        for (Path message : messages) {
            tree.addData(new ERSByteData(Files.readAllBytes(message)));
        }
        TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
        asking.setCertReq(true);
        TimeStampRequest request = tree.generateTimeStampRequest(asking, new BigInteger(64, new SecureRandom()));
        TimeStampResponse response = new TimeStampResponse(answer(request.getEncoded(), Path.of(arguments[1])));
        response.validate(request);
        List<ERSArchiveTimeStamp> stamps = tree.generateArchiveTimeStamps(response);
        for (int at = 0; at < stamps.size(); at++) {
            byte[] record = new ERSEvidenceRecordGenerator(digests).generate(stamps.get(at)).getEncoded();
            String name = messages.get(at).getFileName().toString().replace(".eml", ".ers");
            Files.write(folder.resolve(name), record);
        }
        System.out.println(Hex.toHexString(request.getMessageImprintDigest()));
    }

    private static byte[] answer(byte[] request, Path authority) throws Exception {
        Files.write(authority.resolve("maker.tsq"), request);
        Process openssl = new ProcessBuilder("openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "maker.tsq", "-out", "maker.tsr")
            .directory(authority.toFile()).redirectErrorStream(true).start();
        String told = new String(openssl.getInputStream().readAllBytes());
        if (openssl.waitFor() != 0) {
            throw new IllegalStateException("openssl ts -reply: " + told);
        }
        return Files.readAllBytes(authority.resolve("maker.tsr"));
    }
}
