using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Attesto.EntityFrameworkCore;

/// <summary>By what a client is found that is not the host's own.</summary>
internal abstract class SearchedColumns
{
    [MaxLength(SearchKey.MaxLength)]
    public string IdKey { get; set; } = "";

    [MaxLength(SearchKey.MaxLength)]
    public string NameKey { get; set; } = "";

    public static void Index<TRow>(EntityTypeBuilder<TRow> row)
        where TRow : SearchedColumns
    {
        row.AddIndex(row => row.IdKey);
        row.AddIndex(row => row.NameKey);
    }
}
