"""Is everything else ready? Published lists, their answers, and the verdict; docs/method-launch.md explains them."""
