import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSException;

/**
 * Bouncy Castle as the judge of evidence records (RFC 4998): ErsJudge TSA.PEM (RECORD MESSAGE yes|no)...
 * For each three, the record must prove the message (yes) or must not (no), and its last token must be signed by the authority's
 * certificate. Status 1 at the first that is not as expected.
 */
public final class ErsJudge {
    private final DigestCalculatorProvider digests;
    private final SignerInformationVerifier authority;

    private ErsJudge(X509Certificate certificate) throws Exception {
        digests = new JcaDigestCalculatorProviderBuilder().setProvider("BC").build();
        authority = new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate);
    }

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        if (arguments.length < 4 || arguments.length % 3 != 1) {
            System.err.println("ErsJudge TSA.PEM (RECORD MESSAGE yes|no)...");
            System.exit(2);
        }
        ErsJudge judge = new ErsJudge(certificate(arguments[0]));
        for (int at = 1; at < arguments.length; at += 3) {
            String pair = arguments[at] + " with " + arguments[at + 1];
            String refused = judge.refusal(Path.of(arguments[at]), Path.of(arguments[at + 1]));
            boolean expected = switch (arguments[at + 2]) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw new IllegalArgumentException("yes or no, not " + arguments[at + 2]);
            };
            System.out.println((refused == null ? "accepted " : "refused  ") + pair + (refused == null ? "" : ": " + refused));
            if ((refused == null) != expected) {
                System.err.println("ErsJudge: not as expected: " + pair);
                System.exit(1);
            }
        }
    }

    private static X509Certificate certificate(String pem) throws Exception {
        try (InputStream in = new FileInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** Why the record does not prove the message; null where it does. A record whose token is wrong is an error, not a refusal. */
    private String refusal(Path record, Path message) throws Exception {
        ERSEvidenceRecord read = new ERSEvidenceRecord(Files.readAllBytes(record), digests);
        read.validate(authority);
        try {
            read.validatePresent(new ERSByteData(Files.readAllBytes(message)), new Date());
            return null;
        } catch (ERSException refusal) {
            return refusal.getMessage();
        }
    }
}
