using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Counts the changes of something that nodes keep in memory, one row for each such thing: who knows the number knows whether to read again.</summary>
internal sealed class ChangeRow
{
    public TokenHash Hash { get; set; }

    public long Number { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) => model.AddTable<ChangeRow>(tables.Of("changes"), row => row.Hash);
}
