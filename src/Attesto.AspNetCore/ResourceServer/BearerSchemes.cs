using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The name of a scheme that <c>AddAttestoBearer</c> has added.</summary>
internal sealed record BearerSchemeName(string Name);

/// <summary>The schemes of this host, each made when it is asked for first.</summary>
internal sealed class BearerSchemes(
    IEnumerable<BearerSchemeName> names, IOptionsMonitor<AttestoBearerOptions> schemes, IOptions<AttestoOptions> host, IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, Lazy<BearerScheme>> _made = new(StringComparer.Ordinal);

    public IEnumerable<BearerScheme> All => names.Select(scheme => this[scheme.Name]);

    public BearerScheme this[string name] =>
        _made.GetOrAdd(name, static (name, made) => new(() => new BearerScheme(made.Schemes.Get(name), made.Host, made.Services)),
            (Schemes: schemes, Host: host.Value, Services: services)).Value;
}
