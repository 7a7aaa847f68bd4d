using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Attesto.Issuing;

/// <summary>A refresh token as it is on the wire (RFC 6749 §1.5): which grant it belongs to, a secret that all tokens of the grant share, its generation, a secret of
/// its own, and a checksum, so that damage is told from age. 104 characters; the first byte is the version.</summary>
internal sealed class RefreshToken
{
    private const byte Version = 1;
    private const int SecretSize = 24; // 192 bits; RFC 6749 §10.10 asks for 160
    private const int ChecksumSize = 9;

    private const int Grant = 1;
    private const int Family = Grant + GrantId.Size;
    private const int Number = Family + SecretSize;
    private const int Own = Number + sizeof(int);
    private const int Checksum = Own + SecretSize;
    private const int Size = Checksum + ChecksumSize;
    private const int SealedSize = SealedSecret.Overhead + SecretSize;

    private readonly byte[] _bytes;

    private RefreshToken(byte[] bytes, string text) => (_bytes, Text) = (bytes, text);

    /// <summary>The token itself: for the token response only.</summary>
    public string Text { get; }

    public GrantId GrantId => GrantId.Read(_bytes.AsSpan(Grant, GrantId.Size));

    public int Generation => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(Number));

    /// <summary>What is stored of the token.</summary>
    public TokenHash Hash => TokenHash.Of(Text);

    /// <summary>What is stored of the secret that all tokens of the grant share.</summary>
    public TokenHash FamilyHash => new(Convert.ToHexStringLower(SHA256.HashData(_bytes.AsSpan(Family, SecretSize))));

    /// <summary>The first token of a grant.</summary>
    public static RefreshToken First(GrantId grant)
    {
        var bytes = new byte[Size];
        bytes[0] = Version;
        grant.Write(bytes.AsSpan(Grant));
        RandomNumberGenerator.Fill(bytes.AsSpan(Family, SecretSize));
        return Seal(bytes, generation: 1, Fresh());
    }

    /// <summary>The next token of the same grant.</summary>
    public RefreshToken Next() => Next(Fresh());

    /// <summary>Reads a token as presented. What does not parse is none of ours, and costs no read of the store.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        Span<byte> bytes = stackalloc byte[Size];
        if (text.Length != Base64Url.GetEncodedLength(Size) || !Decodes(text, bytes) || bytes[0] != Version
            || BinaryPrimitives.ReadInt32BigEndian(bytes[Number..]) < 1 || !IsWhole(bytes))
        {
            return false;
        }

        token = new RefreshToken(bytes.ToArray(), text);
        return true;
    }

    /// <summary>Encrypts the successor for whoever holds this token: nobody else can read it, and no key has to be kept.</summary>
    public string Protect(RefreshToken successor)
    {
        var sealedSecret = new byte[SealedSize];
        SealedSecret.Encrypt(_bytes, successor._bytes.AsSpan(Own, SecretSize), sealedSecret);
        return Base64Url.EncodeToString(sealedSecret);
    }

    /// <summary>Decrypts the successor of this token; null for what was not encrypted for it.</summary>
    public RefreshToken? Unprotect(string cipher)
    {
        Span<byte> sealedSecret = stackalloc byte[SealedSize];
        Span<byte> own = stackalloc byte[SecretSize];
        return Decodes(cipher, sealedSecret) && SealedSecret.TryDecrypt(_bytes, sealedSecret, own)
            ? Next(own)
            : null;
    }

    /// <summary>Names the type only: the text is a secret.</summary>
    public override string ToString() => nameof(RefreshToken);

    private RefreshToken Next(ReadOnlySpan<byte> own) => Seal([.. _bytes], checked(Generation + 1), own);

    private static RefreshToken Seal(byte[] bytes, int generation, ReadOnlySpan<byte> own)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(Number), generation);
        own.CopyTo(bytes.AsSpan(Own));
        Sum(bytes, bytes.AsSpan(Checksum));
        return new RefreshToken(bytes, Base64Url.EncodeToString(bytes));
    }

    private static bool Decodes(string text, Span<byte> bytes) =>
        Base64Url.DecodeFromChars(text, bytes, out _, out var written) is OperationStatus.Done && written == bytes.Length;

    private static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        Span<byte> sum = stackalloc byte[ChecksumSize];
        Sum(bytes, sum);
        return CryptographicOperations.FixedTimeEquals(sum, bytes[Checksum..]);
    }

    private static void Sum(ReadOnlySpan<byte> bytes, Span<byte> sum)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Checksum], digest);
        digest[..ChecksumSize].CopyTo(sum);
    }

    private static byte[] Fresh() => RandomNumberGenerator.GetBytes(SecretSize);

    /// <summary>What the token is to its grant.</summary>
    internal Standing StandingIn(Grant grant)
    {
        if (grant.RefreshToken is not { } state)
        {
            return Standing.Unknown;
        }

        return (state.Generation - Generation) switch
        {
            0 when state.Current == Hash => Standing.Current,
            1 when state.Previous == Hash => Standing.Previous,
            > 1 when state.Family == FamilyHash => Standing.Spent, // its own secret is forgotten: the shared one proves it genuine
            _ => Standing.Unknown,
        };
    }
}
