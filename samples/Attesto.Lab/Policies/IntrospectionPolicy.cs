using System.Text.Json.Nodes;

namespace Attesto.Lab.Policies;

/// <summary>Lets the callers of lab.json learn about every token; <c>*</c> is anyone who authenticates.</summary>
public sealed class IntrospectionPolicy(LabFile lab) : IIntrospectionPolicy
{
    public ValueTask<bool> AllowsAsync(IntrospectionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(lab.Introspection.Callers.Any(allowed => allowed is "*" || string.Equals(allowed, context.Caller.Id, StringComparison.Ordinal)));
}
