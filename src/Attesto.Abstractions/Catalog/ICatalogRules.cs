using System.Collections.Immutable;

namespace Attesto;

/// <summary>What a scope or an API of the host's own may be, beside what the options say. It is asked before one is written.</summary>
public interface ICatalogRules
{
    /// <summary>Looks a scope through.</summary>
    /// <param name="scope">The scope.</param>
    /// <returns>Everything that is wrong with it; empty if nothing is.</returns>
    ImmutableArray<ClientDataFault> FaultsOf(HostScope scope);

    /// <summary>Looks an API through.</summary>
    /// <param name="api">The API.</param>
    /// <returns>Everything that is wrong with it; empty if nothing is.</returns>
    ImmutableArray<ClientDataFault> FaultsOf(HostApi api);
}
