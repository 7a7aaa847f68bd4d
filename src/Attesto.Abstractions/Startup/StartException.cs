using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Attesto;

/// <summary>The server cannot start as it is set up. Whoever writes it down writes what is wrong, a line for each fault, and no stack: that leads into this product,
/// and the way out is in the settings.</summary>
/// <param name="faults">What is wrong.</param>
[SuppressMessage("Design", "RCS1194", Justification = "It is made in one place.")]
internal sealed class StartException(IReadOnlyCollection<string> faults) : OptionsValidationException(nameof(AttestoOptions), typeof(AttestoOptions), faults)
{
    /// <inheritdoc/>
    public override string Message => Failures.Count() == 1 ? Failures.Single() : $"This server cannot start:\n- {string.Join("\n- ", Failures)}";

    /// <inheritdoc/>
    public override string ToString() => Message;
}
