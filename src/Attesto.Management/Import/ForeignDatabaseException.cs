using System.Diagnostics.CodeAnalysis;

namespace Attesto.Management;

/// <summary>The database of another server cannot be read. It is never taken for an outage of this host's own.</summary>
/// <param name="message">Why, in one sentence.</param>
/// <param name="inner">What the driver said; null if there is no driver.</param>
[SuppressMessage("Design", "RCS1194", Justification = "It is made in one place.")]
internal sealed class ForeignDatabaseException(string message, Exception? inner = null) : Exception(message, inner);
