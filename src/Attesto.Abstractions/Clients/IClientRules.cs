using System.Collections.Immutable;

namespace Attesto;

/// <summary>What a client of the host's own may be. It is asked before a client is written.</summary>
public interface IClientRules
{
    /// <summary>Looks a client through.</summary>
    /// <param name="client">The client.</param>
    /// <returns>Everything that is wrong with it; empty if nothing is.</returns>
    ImmutableArray<ClientDataFault> FaultsOf(Client client);
}

/// <summary>Something that is wrong with a client, a scope or an API.</summary>
/// <param name="Field">The member of <see cref="Client"/>, <see cref="HostScope"/> or <see cref="HostApi"/>, such as <c>RedirectUris</c>.</param>
/// <param name="Reason">What is wrong with it and how it must be, in words for a person; it continues the name of the field.</param>
public sealed record ClientDataFault(string Field, string Reason);

/// <summary>A client, a scope or an API that is not written, because of what is wrong with it.</summary>
/// <param name="faults">Everything that is.</param>
public sealed class ClientDataException(ImmutableArray<ClientDataFault> faults)
    : ArgumentException(string.Join(" ", faults.Select(fault => $"{fault.Field} {fault.Reason}")))
{
    /// <summary>Everything that is wrong.</summary>
    public ImmutableArray<ClientDataFault> Faults => faults;
}
