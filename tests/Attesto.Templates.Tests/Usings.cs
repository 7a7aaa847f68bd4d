global using Attesto.Tests.Shared;
global using NUnit.Framework;
