using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class SigningKeyRow
{
    public TokenHash Hash { get; set; }

    /// <summary>Of algorithm and number: the one place for which several nodes may make a key at the same moment.</summary>
    public TokenHash PlaceHash { get; set; }

    [MaxLength(Lengths.Identifier)]
    public string KeyId { get; set; } = "";

    [MaxLength(Lengths.Identifier)]
    public string Algorithm { get; set; } = "";

    public int Number { get; set; }

    public string PublicKey { get; set; } = "";

    public byte[] PrivateKey { get; set; } = [];

    public DateTime AnnouncedAt { get; set; }

    public DateTime SignsFrom { get; set; }

    public DateTime? RetiredAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<SigningKeyRow>(tables.Of("signing_keys"), row => row.Hash).AddIndex(row => row.PlaceHash).IsUnique();

    public static SigningKeyRow From(StoredSigningKey key) => new()
    {
        Hash = TokenHash.Of(key.KeyId),
        PlaceHash = TokenHash.Of(string.Create(CultureInfo.InvariantCulture, $"{key.Algorithm} {key.Number}")),
        KeyId = key.KeyId,
        Algorithm = key.Algorithm,
        Number = key.Number,
        PublicKey = key.PublicKey,
        PrivateKey = [.. key.PrivateKey],
        AnnouncedAt = key.AnnouncedAt.UtcDateTime,
        SignsFrom = key.SignsFrom.UtcDateTime,
        RetiredAt = key.RetiredAt?.UtcDateTime,
    };

    public StoredSigningKey ToKey() => new()
    {
        KeyId = KeyId,
        Algorithm = Algorithm,
        Number = Number,
        PublicKey = PublicKey,
        PrivateKey = ImmutableCollectionsMarshal.AsImmutableArray(PrivateKey),
        AnnouncedAt = new DateTimeOffset(AnnouncedAt),
        SignsFrom = new DateTimeOffset(SignsFrom),
        RetiredAt = RetiredAt is { } end ? new DateTimeOffset(end) : null,
    };
}
