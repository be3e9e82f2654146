using System.Security.Cryptography;
using System.Text;
using Pathway.EventStore.Proof;

namespace Pathway.EventStore.Tests.Proof;

public sealed class CheckpointTests
{
    private static readonly LogKey Key = LogKey.FromPem(LogKey.NewPem());
    private static readonly byte[] Root = SHA256.HashData("root"u8);

    [Fact]
    public void A_checkpoint_is_a_signed_note_of_origin_size_and_root()
    {
        var note = Checkpoint.Sign("example.org/log", 42, Root, Key).Note;
        var lines = note.Split('\n');
        Assert.Equal(["example.org/log", "42", Convert.ToBase64String(Root), ""], lines[..4]);
        Assert.StartsWith("— example.org/log ", lines[4], StringComparison.Ordinal);
        Assert.Equal([""], lines[5..]);

        // The key id and the signature as the specification of signed notes has them for ECDSA, checked without our own code.
        using var key = ECDsa.Create();
        key.ImportFromPem(Key.Public.Pem);
        var signature = Convert.FromBase64String(lines[4].Split(' ')[2]);
        Assert.Equal(SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4], signature[..4]);
        Assert.True(key.VerifyData(
            Encoding.UTF8.GetBytes(string.Join('\n', lines[..3]) + "\n"), signature[4..], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        var parts = Key.Public.VerifierKey("example.org/log").Split('+', 3);
        Assert.Equal(["example.org/log", Convert.ToHexStringLower(signature[..4])], parts[..2]);
        Assert.Equal([0x02, .. key.ExportSubjectPublicKeyInfo()], Convert.FromBase64String(parts[2]));
    }

    [Fact]
    public void A_note_is_read_back_and_known_by_its_key_alone()
    {
        var read = Checkpoint.Read(Checkpoint.Sign("example.org/log", 0, Root, Key).Note)!;
        Assert.Equal(("example.org/log", 0L), (read.Origin, read.Size));
        Assert.Equal(Root, read.Root);
        Assert.True(read.IsSignedBy(LogPublicKey.FromPem(Key.Public.Pem)));
        Assert.False(read.IsSignedBy(LogKey.FromPem(LogKey.NewPem()).Public));
    }

    [Fact]
    public void Signatures_of_others_beside_ours_do_no_harm()
    {
        var ours = Checkpoint.Sign("example.org/log", 7, Root, Key);
        Assert.True(Checkpoint.Read($"{ours.Note}— witness.example AAAAAAAA\n")!.IsSignedBy(Key.Public));
    }

    [Theory]
    [InlineData("42", "43")]
    [InlineData("example.org/log\n42", "example.org/other\n42")]
    [InlineData("— example.org/log", "— example.org/other")]
    public void A_note_with_anything_changed_is_not_signed(string from, string to) =>
        Assert.False(Checkpoint.Read(Checkpoint.Sign("example.org/log", 42, Root, Key).Note.Replace(from, to, StringComparison.Ordinal))?.IsSignedBy(Key.Public) ?? false);

    [Theory]
    [InlineData("")]
    [InlineData("example.org/log\n42\n")]
    [InlineData("example.org/log\n042\nROOT\n\n— a b\n")]
    [InlineData("example.org/log\n-1\nROOT\n\n— a b\n")]
    [InlineData("example.org/log\n42\nQUJD\n\n— a b\n")]
    [InlineData("example.org/log\n42\nROOT\n\nsigned: me\n")]
    [InlineData("example.org/log\r\n42\r\nROOT\r\n\r\n— a b\r\n")]
    [InlineData("\n42\nROOT\n\n— a b\n")]
    public void What_is_no_checkpoint_is_not_read_as_one(string note) =>
        Assert.Null(Checkpoint.Read(note.Replace("ROOT", Convert.ToBase64String(Root), StringComparison.Ordinal)));

    [Theory]
    [InlineData("two words", false)]
    [InlineData("a+b", false)]
    [InlineData("", false)]
    [InlineData("a\u0007b", false)]
    [InlineData("klinik-süd.example/pathway", true)]
    public void A_log_is_named_without_spaces_and_plus_signs(string origin, bool may) => Assert.Equal(may, Checkpoint.IsOrigin(origin));

    [Fact]
    public void A_key_is_one_on_P_256_and_a_public_one_does_not_sign()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<FormatException>(() => LogKey.FromPem(other.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<FormatException>(() => LogKey.FromPem(Key.Public.Pem));
        Assert.Throws<FormatException>(() => LogKey.FromPem("no key at all"));
        Assert.Throws<FormatException>(() => LogPublicKey.FromPem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
        Assert.Equal(Key.Public.Id, LogPublicKey.FromPem(Key.Public.Pem).Id);
    }
}
