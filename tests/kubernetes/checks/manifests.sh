# shellcheck shell=bash
# The API server takes every overlay, alone and with every component, without a warning.
begin manifests
kubectl label namespace "$space" pod-security.kubernetes.io/warn=restricted >/dev/null

taken() { k apply -k "$(kustomization "$@")" --dry-run=server --validate=strict --warnings-as-errors; }

every_overlay() { local path; for path in "$overlays"/*/; do taken "$(basename "$path")"; done; }

every_component() {
  local overlay path name
  for overlay in fleet job; do
    for path in "$root"/deploy/kubernetes/components/*/; do
      name=$(basename "$path")
      # It needs a privileged namespace, as it says.
      [[ $name != host-network ]] || { ! taken "$overlay" "$name" || die "taken under the restricted standard"; continue; }
      taken "$overlay" "$name"
    done
  done
}

host_network_in_a_privileged_namespace() {
  kubectl label --overwrite namespace "$space" pod-security.kubernetes.io/{enforce,warn}=privileged
  taken fleet host-network
}

check "every overlay: server-side dry run, warnings as errors, restricted Pod Security" every_overlay
check "every component on fleet and job: the same; host-network is refused there" every_component
check "host-network in a privileged namespace" host_network_in_a_privileged_namespace
