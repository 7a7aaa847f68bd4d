using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ScopeRow : CatalogRow, ICatalogRow<ScopeRow, HostScope>
{
    [MaxLength(Lengths.ScopeToken)]
    public string Name { get; set; } = "";

    public static void Configure(ModelBuilder model, TableNames tables) => model.AddTable<ScopeRow>(tables.Of("scopes"), row => row.Hash);

    public static string KeyOf(HostScope value) => value.Name;

    public static ScopeRow Of(HostScope value) => new() { Hash = TokenHash.Of(value.Name), Name = value.Name, Document = CatalogDocument.Write(value) };

    public static bool IsNamedBy(Client client, string key) => client.AllowedScope?.Contains(key) is true || client.DefaultScope?.Contains(key) is true;

    public HostScope Read() => CatalogDocument.Read<HostScope>(Document) with { Name = Name };
}
