using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Attesto.EntityFrameworkCore;

/// <summary>What is made once for each model, and not for each context: a context may have several models, such as a schema per tenant.</summary>
/// <param name="make">Makes it, for the model of a context.</param>
internal sealed class PerModel<T>(Func<DbContext, T> make)
    where T : class
{
    private readonly ConditionalWeakTable<IModel, T> _made = [];

    public T Of(DbContext context) => _made.TryGetValue(context.Model, out var made) ? made : _made.GetValue(context.Model, _ => make(context));
}
