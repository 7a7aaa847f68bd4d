using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Attesto.Authorize;

/// <summary>The answer that a reference was spent for, for the second click on the same button: the browser dropped the first response. It lies under a key
/// derived from the reference, of which only the hash is stored.</summary>
internal sealed record RememberedAnswer
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;

    /// <summary>Who answered.</summary>
    public required string Subject { get; init; }

    /// <summary>The hash of the code in it.</summary>
    public required string CodeHash { get; init; }

    public required string RedirectUri { get; init; }

    public required ResponseDelivery Delivery { get; init; }

    public required string[][] Parameters { get; init; }

    private static ReadOnlySpan<byte> Purpose => "attesto authorization answer v1"u8;

    public static RememberedAnswer Of(string subject, string code, AuthorizationResponse response) => new()
    {
        Subject = subject,
        CodeHash = TokenHash.Of(code).Value,
        RedirectUri = response.RedirectUri.Value,
        Delivery = response.Delivery,
        Parameters = [.. response.Parameters.Select(pair => new[] { pair.Key, pair.Value })],
    };

    public AuthorizationResponse ToResponse() =>
        new(new ValidatedRedirectUri(RedirectUri), Delivery, [.. Parameters.Select(pair => KeyValuePair.Create(pair[0], pair[1]))]);

    public string Seal(string reference)
    {
        var secret = JsonSerializer.SerializeToUtf8Bytes(this, PendingJson.Default.RememberedAnswer);
        var cipher = new byte[NonceSize + TagSize + secret.Length];
        RandomNumberGenerator.Fill(cipher.AsSpan(0, NonceSize));
        using var aes = new AesGcm(KeyOf(reference), TagSize);
        aes.Encrypt(cipher.AsSpan(0, NonceSize), secret, cipher.AsSpan(NonceSize + TagSize), cipher.AsSpan(NonceSize, TagSize));
        return Base64Url.EncodeToString(cipher);
    }

    /// <summary>The answer; null if it was sealed with another reference.</summary>
    public static RememberedAnswer? Open(string seal, string reference)
    {
        var cipher = Base64Url.DecodeFromChars(seal);
        var secret = new byte[cipher.Length - NonceSize - TagSize];
        using var aes = new AesGcm(KeyOf(reference), TagSize);
        try
        {
            aes.Decrypt(cipher.AsSpan(0, NonceSize), cipher.AsSpan(NonceSize + TagSize), cipher.AsSpan(NonceSize, TagSize), secret);
            return JsonSerializer.Deserialize(secret, PendingJson.Default.RememberedAnswer);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(string reference) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(reference), KeySize, salt: null, info: Purpose.ToArray());
}
