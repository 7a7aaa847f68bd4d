using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ClientMetadataRow
{
    /// <summary>Of the client identifier, a URL of up to two kilobytes.</summary>
    public TokenHash Hash { get; set; }

    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    public string Document { get; set; } = "";

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<ClientMetadataRow>(tables.Of("client_metadata"), row => row.Hash).AddIndex(row => row.ExpiresAt);

    public static ClientMetadataRow From(CachedClientMetadata document) => new()
    {
        Hash = TokenHash.Of(document.ClientId),
        ClientId = document.ClientId,
        Document = document.Document,
        ExpiresAt = document.ExpiresAt.UtcDateTime,
    };

    public CachedClientMetadata ToDocument() => new(ClientId, Document, new DateTimeOffset(ExpiresAt));
}
