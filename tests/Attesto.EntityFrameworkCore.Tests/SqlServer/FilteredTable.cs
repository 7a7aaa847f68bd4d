using System.Text.RegularExpressions;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>A table that a statement reads or changes, and the comparisons that all its rows must meet. It knows as much SQL as the stores speak.</summary>
/// <param name="Name">The table.</param>
/// <param name="Comparisons">A column, how it is compared, and to what: a parameter, or a column of a query around it.</param>
/// <param name="Order">The column that the rows are taken in the order of, or null.</param>
internal sealed partial record FilteredTable(string Name, IReadOnlyList<(string Column, string Operator, string Other)> Comparisons, string? Order)
{
    /// <summary>The columns by which the rows are to be found: a range, such as all that has not expired, may be most of the table, so it serves only
    /// where nothing is compared for equality; and of several ranges the one in whose order the first rows are taken.</summary>
    public IEnumerable<string> Keys => (
        Comparisons.Any(IsEquality) ? Comparisons.Where(IsEquality) :
        Comparisons.Any(IsOrder) ? Comparisons.Where(IsOrder) :
        Comparisons).Select(comparison => comparison.Column);

    /// <summary>The tables of a statement and of every query inside it.</summary>
    public static List<FilteredTable> In(string statement)
    {
        var queries = new List<string>();
        var rest = statement;
        while (Innermost().Match(rest) is { Success: true } parentheses)
        {
            var content = parentheses.Groups[1].Value;
            if (Query().IsMatch(content))
            {
                queries.Add(content);
            }

            // One comparison needs no parentheses. A list says nothing about rows, and a choice (OR) does not narrow a seek.
            rest = rest.Remove(parentheses.Index, parentheses.Length).Insert(parentheses.Index, Comparison().IsMatch(content) ? content : " ");
        }

        return [.. queries.Append(rest).Select(Of).OfType<FilteredTable>()];
    }

    private static FilteredTable? Of(string query)
    {
        if (Source().Match(query) is not { Success: true } source)
        {
            return null;
        }

        string[] names = ["", source.Groups["table"].Value, source.Groups["alias"].Value];
        var conditions = Where().Match(query).Groups["conditions"].Value;
        var comparisons = Or().IsMatch(conditions) ? [] : And().Split(conditions)
            .Select(condition => Comparison().Match(condition))
            .Where(comparison => comparison.Success && names.Contains(comparison.Groups["owner"].Value))
            .Select(comparison => (comparison.Groups["column"].Value, comparison.Groups["operator"].Value, comparison.Groups["other"].Value));
        return new(names[1], [.. comparisons], FirstOrder().Match(query) is { Success: true } order ? order.Groups["column"].Value : null);
    }

    private static bool IsEquality((string Column, string Operator, string Other) comparison) => comparison.Operator is "=";

    private bool IsOrder((string Column, string Operator, string Other) comparison) => string.Equals(comparison.Column, Order, StringComparison.Ordinal);

    [GeneratedRegex(@"\bORDER\s+BY\s+(?:\[?\w+\]?\.)?\[?(?<column>\w+)\]?")]
    private static partial Regex FirstOrder();

    [GeneratedRegex(@"\(([^()]*)\)")]
    private static partial Regex Innermost();

    [GeneratedRegex(@"^\s*SELECT\s")]
    private static partial Regex Query();

    // EF Core deletes and updates under an alias, whose table is named after it: DELETE FROM [t] FROM [tokens] AS [t].
    [GeneratedRegex(@"(?:\bFROM|^\s*UPDATE)\s+\[(?<table>\w+)\](?!\s+(?:FROM|SET\s.*\bFROM)\b)(?:\s+AS\s+\[?(?<alias>\w+)\]?)?", RegexOptions.Singleline)]
    private static partial Regex Source();

    [GeneratedRegex(@"\bWHERE\s(?<conditions>.*?)(?:\bORDER\s+BY\b.*)?$", RegexOptions.Singleline)]
    private static partial Regex Where();

    [GeneratedRegex(@"^\s*(?:\[?(?<owner>\w+)\]?\.)?\[?(?<column>\w+)\]?\s*(?<operator>=|<|>|<=|>=)\s*(?<other>@\w+|\[?\w+\]?\.\[?\w+\]?)\s*$")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"\bAND\b")]
    private static partial Regex And();

    [GeneratedRegex(@"\bOR\b")]
    private static partial Regex Or();
}
