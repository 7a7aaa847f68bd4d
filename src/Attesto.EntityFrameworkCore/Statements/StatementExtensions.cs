using System.Data;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Portable SQL over the host's context: every hole of the interpolated text is a parameter, but for a <see cref="Table"/>, which is a name, and
/// for text of the same kind.</summary>
internal static class StatementExtensions
{
    /// <summary>Executes one statement and tells how many rows it changed.</summary>
    public static Task<int> ExecuteAsync(this DbContext context, FormattableString statement, CancellationToken cancellationToken)
    {
        var values = new List<object?>();
        var sql = Compose(context, statement, values);
        return context.RunAsync(token => context.Database.ExecuteSqlRawAsync(sql, values!, token), cancellationToken);
    }

    /// <summary>Runs several statements as one, at READ COMMITTED: a raised level would stay on the pooled connection.</summary>
    /// <param name="context">The context.</param>
    /// <param name="work">The statements; false rolls back.</param>
    /// <param name="wasCommitted">Asked when the answer to a commit was lost: did it take place?</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<bool> InTransactionAsync(
        this DbContext context,
        Func<CancellationToken, Task<bool>> work,
        Func<CancellationToken, Task<bool>> wasCommitted,
        CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is not null)
        {
            return work(cancellationToken);
        }

        var attempts = 0;
        return context.RunAsync(
            async token =>
            {
                if (attempts++ > 0 && await wasCommitted(token))
                {
                    return true;
                }

                await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, token);
                if (!await work(token))
                {
                    return false;
                }

                await transaction.CommitAsync(token);
                return true;
            },
            cancellationToken);
    }

    private static string Compose(DbContext context, FormattableString statement, List<object?> values)
    {
        var holes = statement.GetArguments().Select(argument => argument switch
        {
            Table table => table.NameIn(context).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
            FormattableString part => Compose(context, part, values),
            TokenHash hash => Hole(values, Convert.FromHexString(hash.Value)),
            var value => Hole(values, value),
        });
        return string.Format(CultureInfo.InvariantCulture, statement.Format, [.. holes]);
    }

    private static string Hole(List<object?> values, object? value)
    {
        values.Add(value);
        return $"{{{values.Count - 1}}}";
    }
}
