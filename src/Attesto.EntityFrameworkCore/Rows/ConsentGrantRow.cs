using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ConsentGrantRow
{
    public TokenHash Hash { get; set; }

    public string Binding { get; set; } = "";

    public DateTime ExpiresAt { get; set; }

    public DateTime? ClaimedAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<ConsentGrantRow>(tables.Of("consent_grants"), row => row.Hash).AddIndex(row => row.ExpiresAt);

    public static ConsentGrantRow From(ConsentGrant grant) => new()
    {
        Hash = grant.Hash,
        Binding = grant.Binding,
        ExpiresAt = grant.ExpiresAt.UtcDateTime,
    };

    public StoredConsentGrant ToStoredGrant() =>
        new(new ConsentGrant(Hash, Binding, new DateTimeOffset(ExpiresAt)), ClaimedAt is not null);
}
