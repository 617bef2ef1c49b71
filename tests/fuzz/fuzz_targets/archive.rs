//! Whatever the bytes, opening and verifying them as an archive ends, does not panic, and never calls them intact unless they hold
//! a sealed archive. Run: `cargo fuzz run --fuzz-dir tests/fuzz archive` (give it a real archive as a seed).

#![no_main]

use libfuzzer_sys::fuzz_target;
use scelle::custody::archive::SealedArchive;
use scelle::custody::verify::verify;

fuzz_target!(|bytes: &[u8]| {
    let folder = std::env::temp_dir().join(format!("scelle-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let path = folder.join("x.zip");
    std::fs::write(&path, bytes).expect("a temporary file");
    let verdict = verify(&path, None, &|_| {}).expect("the file can be read");
    if verdict.discrepancies.is_empty() {
        assert!(verdict.seal.is_some() && verdict.entries > 10, "intact without being an archive");
    }
    if let Ok(archive) = SealedArchive::open(&path) {
        let rows = archive.messages().into_iter().flatten().filter_map(Result::ok).take(100);
        for row in rows {
            let _ = archive.message(&row).map(|mut bytes| std::io::copy(&mut bytes, &mut std::io::sink()));
        }
    }
});
