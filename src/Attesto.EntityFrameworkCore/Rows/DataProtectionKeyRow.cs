using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class DataProtectionKeyRow
{
    public TokenHash Hash { get; set; }

    public string? FriendlyName { get; set; }

    public string Xml { get; set; } = "";

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<DataProtectionKeyRow>(tables.Of("data_protection_keys"), row => row.Hash);
}
