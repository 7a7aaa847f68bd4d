namespace Attesto.Lab.Data;

/// <summary>What every table name starts with. A migration is made by EF Core without a constructor's help, so the one process has one value.</summary>
internal static class TablePrefix
{
    public static string Value { get; set; } = "";
}
