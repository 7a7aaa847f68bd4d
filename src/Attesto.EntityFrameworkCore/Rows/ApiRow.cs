using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ApiRow : CatalogRow, ICatalogRow<ApiRow, HostApi>
{
    [MaxLength(Lengths.Resource)]
    public string Uri { get; set; } = "";

    public static void Configure(ModelBuilder model, TableNames tables) => model.AddTable<ApiRow>(tables.Of("apis"), row => row.Hash);

    public static string KeyOf(HostApi value) => value.Uri;

    public static ApiRow Of(HostApi value) => new() { Hash = TokenHash.Of(value.Uri), Uri = value.Uri, Document = CatalogDocument.Write(value) };

    public static bool IsNamedBy(Client client, string key) =>
        client.AllowedResources.Contains(key, StringComparer.Ordinal) || string.Equals(client.DefaultResource, key, StringComparison.Ordinal);

    public HostApi Read() => CatalogDocument.Read<HostApi>(Document) with { Uri = Uri };
}
