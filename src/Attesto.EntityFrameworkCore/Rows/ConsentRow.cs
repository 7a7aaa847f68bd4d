using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ConsentRow
{
    /// <summary>Of person, client and resources together.</summary>
    public TokenHash Hash { get; set; }

    [MaxLength(Lengths.Subject)]
    public string Subject { get; set; } = "";

    public long SubjectKey { get; set; }

    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    public long ClientKey { get; set; }

    public string Resources { get; set; } = "[]";

    public string Scope { get; set; } = "";

    public string Claims { get; set; } = "[]";

    public DateTime GivenAt { get; set; }

    public DateTime ExpiresAt { get; set; }

    [MaxLength(Lengths.Identifier)]
    public string Version { get; set; } = "";

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<ConsentRow>(tables.Of("consents"), row => row.Hash);
        row.AddIndex(row => row.SubjectKey);
        row.AddIndex(row => row.ClientKey);
        row.AddIndex(row => row.ExpiresAt);
    }

    public static ConsentRow From(Consent consent) => new()
    {
        Hash = consent.Id,
        Subject = consent.Subject,
        SubjectKey = LookupKey.Of(consent.Subject),
        ClientId = consent.ClientId,
        ClientKey = LookupKey.Of(consent.ClientId),
        Resources = JsonSerializer.Serialize(consent.Resources),
        Scope = consent.Scope.ToString(),
        Claims = JsonSerializer.Serialize(consent.Claims),
        GivenAt = consent.GivenAt.UtcDateTime,
        ExpiresAt = consent.ExpiresAt.UtcDateTime,
        Version = consent.Version,
    };

    public Consent ToConsent() => new()
    {
        Subject = Subject,
        ClientId = ClientId,
        Resources = JsonSerializer.Deserialize<ImmutableArray<string>>(Resources),
        Scope = ScopeSet.Of(Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        Claims = JsonSerializer.Deserialize<ImmutableArray<string>>(Claims),
        GivenAt = new DateTimeOffset(GivenAt),
        ExpiresAt = new DateTimeOffset(ExpiresAt),
        Version = Version,
    };
}
