using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ClientMetadataRow : SearchedColumns
{
    /// <summary>Of the client identifier, a URL of up to two kilobytes.</summary>
    public TokenHash Hash { get; set; }

    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    public string Document { get; set; } = "";

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<ClientMetadataRow>(tables.Of("client_metadata"), row => row.Hash);
        row.AddIndex(row => row.ExpiresAt);
        Index(row);
    }

    public static ClientMetadataRow From(CachedClientMetadata document)
    {
        var hash = TokenHash.Of(document.ClientId);
        return new()
        {
            Hash = hash,
            ClientId = document.ClientId,
            Document = document.Document,
            ExpiresAt = document.ExpiresAt.UtcDateTime,
            IdKey = SearchKey.Of(document.ClientId, hash),
            NameKey = SearchKey.Of(ClientMetadata.Restore(document.Document)?.ClientName ?? "", hash),
        };
    }

    public ListedClient ToListed()
    {
        var metadata = ClientMetadata.Restore(Document);
        var isPublic = metadata?.TokenEndpointAuthMethod is null or AuthenticationMethods.None;
        return new(ClientId, ClientOrigin.MetadataDocument, metadata?.ClientName, isPublic, IsRevoked: false, null, null, new DateTimeOffset(ExpiresAt));
    }

    public CachedClientMetadata ToDocument() => new(ClientId, Document, new DateTimeOffset(ExpiresAt));
}
