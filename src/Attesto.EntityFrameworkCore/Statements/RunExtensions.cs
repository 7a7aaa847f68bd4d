using System.Transactions;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>How every statement is run.</summary>
internal static class RunExtensions
{
    /// <summary>Runs one statement under the host's execution strategy, and again where it lost a conflict with another; neither inside a transaction of the
    /// host's, which is lost as a whole.</summary>
    /// <param name="context">The host's context.</param>
    /// <param name="work">The statement; run again, it must be right again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<T> RunAsync<T>(this DbContext context, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        context.IsInTransaction()
            ? work(cancellationToken)
            : Dialect.Of(context).WriteAsync(context, () => context.AttemptAsync(work, cancellationToken), cancellationToken);

    /// <summary>The same for a statement that only reads.</summary>
    public static Task<T> ReadAsync<T>(this DbContext context, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        context.IsInTransaction() ? work(cancellationToken) : context.AttemptAsync(work, cancellationToken);

    private static Task<T> AttemptAsync<T>(this DbContext context, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(token => Conflicts.RetryAsync(context, work, token), cancellationToken);

    /// <summary>True inside a transaction of the host's, also an ambient one.</summary>
    public static bool IsInTransaction(this DbContext context) =>
        context.Database.CurrentTransaction is not null || context.Database.GetEnlistedTransaction() is not null || Transaction.Current is not null;
}
